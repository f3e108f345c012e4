"""A bad brief is refused with one clear line for each mistake, whatever is wrong with it."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.errors import BriefError
from deckgen.pipeline.briefs import load_brief
from tests.pipeline.good_brief import AS_OF, GOOD, SOURCES, TEMPLATES, changed, loaded, problems

BAD = [
    ('name = "Norrvind"', 'nmae = "Norrvind"', 'us.nmae is not known here; did you mean "name"?'),
    ('name = "Norrvind"', "", "us.name is missing; write its name as people write it"),
    ('name = "Norrvind"', "name = 3", 'us.name is not text; put it in "quotes"'),
    (
        'domains = ["velmora.example"]',
        "domains = []",
        "competitors.1.domains is empty; list at least one domain the company owns, "
        'e.g. domains = ["norrvind.example"]',
    ),
    (
        'domains = ["velmora.example"]',
        'domains = ["velmora"]',
        'competitors.1.domains.1 is "velmora", which is no domain; write it like norrvind.example',
    ),
    (
        'domains = ["velmora.example"]',
        'domains = ["facebook.com/velmora"]',
        "competitors.1.domains.1 is facebook.com, a platform that the company does not own; "
        "name the company's account there under handles",
    ),
    (
        'domains = ["velmora.example"]',
        'domains = ["github.io"]',
        "competitors.1.domains.1 is github.io, which many share; "
        "name the company's part, like acme.github.io",
    ),
    (
        'domains = ["velmora.example"]',
        'domains = ["norrvind.example"]',
        'competitors.1.domains has "norrvind.example", which is also in us; '
        "each company stands once; remove or correct one",
    ),
    (
        'name = "Velmora"',
        'name = "NORRVIND cykel"',
        'competitors.1.name has "NORRVIND cykel", which is also in us; '
        "each company stands once; remove or correct one",
    ),
    (
        'name = "Bright & Spöke"',
        'name = "Bright"\naliases = ["velmora"]',
        'competitors.2.aliases has "velmora", which is also in competitors.1; '
        "each company stands once; remove or correct one",
    ),
    (
        'wikidata = "Q1234"',
        'wikidata = "1234"',
        'us.wikidata is "1234"; write the item\'s number, e.g. Q12345',
    ),
    (
        "linkedin =",
        "linkdin =",
        'us.handles.linkdin is not known here; did you mean "linkedin"?',
    ),
    (
        '"https://www.linkedin.com/company/norrvind"',
        '"https://www.xing.com/pages/norrvind"',
        'us.handles.linkedin is "https://www.xing.com/pages/norrvind", no profile there; '
        "copy the address of the profile",
    ),
    (
        "chosen_on = 2026-10-01",
        "chosen_on = 2026-11-23",
        "competitor_rule.chosen_on lies after 2026-11-22; write a day that has passed",
    ),
    (
        "chosen_on = 2026-10-01",
        'chosen_on = "2026-02-30"',
        "competitor_rule.chosen_on is no date of the calendar; write it as 2026-11-22",
    ),
    (
        "chosen_on = 2026-10-01",
        "chosen_on = 0026-10-01",
        "competitor_rule.chosen_on is 0026-10-01; check the year",
    ),
    (
        'rule = "Makers of city e-bikes that sell in the same country"',
        "",
        "competitor_rule.rule is missing; say in one sentence how the competitors were chosen",
    ),
    (
        'why = "sells to shops only"',
        'why = " "',
        "competitor_rule.excluded.1.why is empty; say in a few words why it was left out",
    ),
    (
        'country = "SE"',
        'country = "Sweden"',
        'market.country is "Sweden"; write its code of two letters, e.g. "SE" for Sweden',
    ),
    (
        'language = "sv"\nplace',
        'language = "xx"\nplace',
        'market.language is "xx"; write its code of two letters, e.g. "sv" for Swedish',
    ),
    (
        'brand = ["norrvind"]',
        "brand = []",
        "queries.brand is empty; list what people type when they look for you",
    ),
    (
        'brand = ["norrvind"]',
        'brand = ["City E-bike"]',
        'queries.industry repeats "city e-bike" from brand; keep it in one of the two lists',
    ),
    (
        'brand = ["norrvind"]',
        f"brand = {[f'norrvind {i}' for i in range(19)]}",
        "queries.brand and industry have 21 phrases; keep the 20 that matter most",
    ),
    ("weeks = 26", "weeks = 1", "window.weeks is out of range; write a number from 2 to 156"),
    (
        "weeks = 26",
        'weeks = "26"',
        "window.weeks is not a whole number; write one from 2 to 156, without quotes",
    ),
    (
        'template = "boardroom"',
        'template = "bordroom"',
        'deck.template is "bordroom"; did you mean "boardroom"?',
    ),
    (
        'language = "sv"\nlength',
        'language = "de"\nlength',
        'deck.language is "de"; use one of: en, sv',
    ),
    (
        'language = "sv"\nlength',
        'notes_language = "de"\nlength',
        'deck.notes_language is "de"; use one of: en, sv',
    ),
    ('length = "meeting"', 'length = "short"', 'deck.length is "short"; use one of: five, full, meeting'),
    (
        'contact = "press@norrvind.example"',
        'contact = "Kim at Norrvind"',
        "deck.contact is neither a mail address nor a web page; write it like press@norrvind.example",
    ),
    (
        'contact = "press@norrvind.example"',
        "",
        "deck.contact is missing; write your mail address or web page; sites see it as who is asking",
    ),
    (
        'audience = "The board"',
        f'audience = "{"a" * 121}"',
        "deck.audience is 121 characters long; shorten it to 120",
    ),
    (
        'audience = "The board"',
        'audience = "The \\u0007 board"',
        "deck.audience has characters that cannot be printed; type the text anew",
    ),
    (
        'name = "Kestrel Public Relations"',
        "",
        "sender.name is missing; name the firm that presents; its interest is printed in the deck",
    ),
    (
        "hourly_cost = 55",
        'hourly_cost = "55"',
        "plan.hourly_cost is not a number; write digits without quotes and separators, e.g. 1200.50",
    ),
    (
        "hours_a_week = 6.5",
        "hours_a_week = nan",
        "plan.hours_a_week is out of range; write a number from 0 to 168",
    ),
    (
        'currency = "SEK"',
        'currency = "Kr"',
        'plan.currency is "KR"; write its code of three letters, e.g. "EUR"',
    ),
    (
        'about = "Velmora"',
        'about = "Velmore"',
        'evidence.1.about is "Velmore"; use one of: us, Norrvind, Velmora, Bright & Spöke',
    ),
    (
        'metric = "audience"',
        'metric = "fans"',
        'evidence.1.metric is "fans"; use one of: audience, posts_90d, posts_total',
    ),
    (
        "value = 1240",
        "value = -1",
        "evidence.1.value is out of range; write a number from 0 to 1,000,000,000,000",
    ),
    (
        'url = "https://www.linkedin.com/company/velmora"',
        'url = "linkedin"',
        'evidence.1.url is "linkedin"; copy the whole address, beginning with https://',
    ),
    ("read_on = 2026-11-20", "", "evidence.1.read_on is missing; write the day it was read, as 2026-11-22"),
    ("[sources.searxng]", "[sources.searxnG]", 'sources.searxnG is not known here; did you mean "searxng"?'),
    (
        "instances =",
        "instance =",
        'sources.mastodon_tags.instance is not known here; did you mean "instances"?',
    ),
    (
        "enabled = false",
        'enabled = "no"',
        "sources.mastodon_tags.enabled is neither true nor false; write true or false, without quotes",
    ),
    (
        'base = "https://search.norrvind.example/"',
        'base = "search.norrvind.example"',
        'sources.searxng.base.1 is "search.norrvind.example"; '
        "write an address like https://search.norrvind.example",
    ),
    ("[market]", "[[market]]", "market is not a table; begin it with a line [market]"),
    ("[[evidence]]", "[evidence]", "evidence is not a list of tables; begin each with a line [[evidence]]"),
]


@pytest.mark.parametrize(("old", "new", "sentence"), BAD, ids=[b[2][:60] for b in BAD])
def test_a_mistake_is_named_with_its_key_and_what_to_do(
    old: str, new: str, sentence: str, tmp_path: Path
) -> None:
    assert sentence in problems(changed(old, new), tmp_path)


def test_one_competitor_is_too_few(tmp_path: Path) -> None:
    second = '[[competitors]]\nname = "Bright & Spöke"\ndomains = ["brightspoke.example"]\n'

    assert problems(changed(second, ""), tmp_path) == [
        "competitors has 1 of at least 2 entries; "
        "add one table [[competitors]] for each, with name and domains"
    ]


def test_all_mistakes_are_reported_at_once(tmp_path: Path) -> None:
    text = changed('name = "Norrvind"', "").replace("weeks = 26", "weeks = 0").replace('"sv"', '"xx"')

    assert len(problems(text, tmp_path)) == 4


def test_an_empty_brief_says_what_is_needed(tmp_path: Path) -> None:
    found = problems("", tmp_path)

    assert [line.split(" ")[0] for line in found] == [
        "us.name",
        "us.domains",
        "competitors",
        "competitor_rule.rule",
        "competitor_rule.chosen_on",
        "market.country",
        "market.language",
        "queries.brand",
        "queries.industry",
        "deck.contact",
    ]


def test_a_line_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    line = GOOD[: GOOD.index('place = "Stockholm"')].count("\n") + 1

    found = problems(changed('place = "Stockholm"', "place = Stockholm"), tmp_path)

    assert len(found) == 1
    assert found[0].startswith(f"line {line}, column 9: ")


def test_a_thousand_unknown_keys_are_not_a_thousand_lines(tmp_path: Path) -> None:
    assert len(problems(GOOD + "".join(f"unknown{i} = 1\n" for i in range(1000)), tmp_path)) == 50


def test_a_brief_that_is_not_there_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(BriefError, match="there is no such file; write one with: deckgen new FOLDER"):
        load_brief(tmp_path / "brief.toml", as_of=AS_OF, sources=SOURCES, templates=TEMPLATES)


def test_a_folder_in_place_of_a_brief_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BriefError, match="cannot be read"):
        load_brief(tmp_path, as_of=AS_OF, sources=SOURCES, templates=TEMPLATES)


LINES = GOOD.splitlines()
VALUES = st.sampled_from(
    [
        *("''", "0", "-1", "1.5", "nan", "true", "[]", "[1]", "{}", "[{}]", '""', '"a"', '["a","a"]'),
        *('"\\u0000"', "2026-11-22", "9999-12-31", "12:00:00", '"https://["', '"a.b"', '"../x"', '"/"'),
        *('"**x"', "0x10", "{a.b=1}", "="),
    ]
)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(LINES) - 1), VALUES), min_size=1, max_size=4))
def test_a_brief_with_wrong_values_is_read_or_refused_but_never_breaks(wrong: list[tuple[int, str]]) -> None:
    lines = list(LINES)
    for at, value in wrong:
        key, is_pair, _ = lines[at].partition("=")
        lines[at] = f"{key}= {value}" if is_pair else f"{lines[at]}\n{value}"
    with tempfile.TemporaryDirectory() as folder:
        try:
            loaded("\n".join(lines), Path(folder))
        except BriefError as error:
            refusal = error.problems
        else:
            refusal = ("none",)
    assert refusal


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(max_size=200).map(str.encode), st.binary(max_size=200)))
def test_any_text_at_all_is_refused_in_sentences(body: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.raises(BriefError):
        loaded(body, Path(folder))
