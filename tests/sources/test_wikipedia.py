"""Wikipedia: from a company to its article, and every way in which there is none."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.errors import SourceError, SourceRefused
from deckgen.model.brief import Brief, SourceSettings
from deckgen.model.evidence import Observation, Presence, PresenceState, Proof
from deckgen.model.exchange import Request
from deckgen.sources import _mediawiki
from tests.factories import a_brief, a_company, a_page
from tests.sources.harness import a_source, all_read, an_entry, of_type
from tests.sources.items import a_statement, a_value, an_answer, an_item

EN = "https://en.wikipedia.org/w/api.php"
OWN_WIKI = {"wikipedia": SourceSettings(bases=("http://127.0.0.1:8080/api.php",))}


def _brief(**changes: Any) -> Brief:
    us = a_company(**changes.pop("us", {}))
    return a_brief(us=us, competitors=(), **changes)


def _page(title: str = "Norrvind", **fields: Any) -> dict[str, Any]:
    return {"pageid": 7, "ns": 0, "title": title, "length": 900, **fields}


def _answer(*pages: dict[str, Any], redirects: list[dict[str, str]] | None = None) -> str:
    return json.dumps({"query": {"redirects": redirects or [], "pages": list(pages)}})


def _asked(url: str, step: str, **carry: str) -> Request:
    return Request(url=url, about="us", step=step, carry={"lang": "en", **carry})


def _read(body: str | bytes, asked: Request, brief: Brief | None = None) -> list[Any]:
    page = a_page(body, source="wikipedia", request=asked)
    return all_read(a_source("wikipedia"), page, brief or _brief())


def _follow(answers: dict[str, str], brief: Brief) -> list[Any]:
    """Runs the whole conversation: `answers` by step and running number, e.g. choose, choose2."""
    source = a_source("wikipedia")
    waiting, found = list(source.requests(brief)), list[Any]()
    seen: dict[str, int] = {}
    while waiting:
        asked = waiting.pop(0)
        seen[asked.step] = seen.get(asked.step, 0) + 1
        name = asked.step if seen[asked.step] == 1 else f"{asked.step}{seen[asked.step]}"
        for item in all_read(source, a_page(answers[name], source="wikipedia", request=asked), brief):
            if isinstance(item, Request):
                waiting.append(item)
            else:
                found.append(item)
    return found


CREATED = _answer(_page(revisions=[{"timestamp": "2011-04-05T06:07:08Z"}]))
MISSING = _answer(_page(missing=True), _page("Norrvind (company)", missing=True))
NO_HITS = '{"query":{"search":[]}}'
NO_IDS = '{"search":[]}'


def test_the_entry_and_the_questions_name_the_same_address() -> None:
    assert an_entry("wikipedia").bases == (_mediawiki.API,)


def test_the_markets_wikipedia_and_the_english_one_are_asked_for_the_name() -> None:
    asked = list(a_source("wikipedia").requests(_brief(market_language="sv")))

    assert [r.url.partition("?")[0] for r in asked] == ["https://sv.wikipedia.org/w/api.php", EN]
    assert "titles=Norrvind%7CNorrvind%20%28f%C3%B6retag%29" in asked[0].url


def test_the_article_the_brief_names_is_asked_in_its_language() -> None:
    us = {"handles": {"wikipedia": "https://de.wikipedia.org/wiki/Norrvind_AB"}}

    asked = list(a_source("wikipedia").requests(_brief(us=us)))

    assert [(r.step, r.carry["lang"]) for r in asked] == [("choose", "en"), ("article", "de")]
    assert asked[1].url.endswith("titles=Norrvind%20AB")


def test_an_item_the_brief_names_leads_to_the_article() -> None:
    brief = _brief(us={"wikidata": "Q404"})
    body = an_answer(an_item("Q404", titles={"en": "Norrvind AB"}))

    asked = list(a_source("wikipedia").requests(brief))
    found = _read(body, asked[0], brief)

    assert "ids=Q404" in asked[0].url
    assert [(r.step, r.carry["title"], r.carry["proof"]) for r in found] == [
        ("article", "Norrvind AB", "wikidata")
    ]


def test_the_recorded_missing_page_leads_to_a_search_and_not_yet_to_absence(recorded: Path) -> None:
    body = (recorded / "presence/mediawiki/page-missing.json").read_bytes()
    asked = _asked(EN, "choose", titles="NonExistentPage_WikiAPI_Test_12345")

    found = _read(body, asked)

    assert [r.step for r in found] == ["search"]


def test_the_recorded_missing_page_that_the_user_named_is_looked_for_by_its_names(recorded: Path) -> None:
    body = (recorded / "presence/mediawiki/page-missing.json").read_bytes()
    asked = _asked(EN, "article", title="NonExistentPage_WikiAPI_Test_12345", proof="user")

    found = _read(body, asked)

    assert [(r.step, r.carry["titles"]) for r in found] == [("choose", "Norrvind|Norrvind (company)")]


def test_a_title_that_the_user_named_is_absent_when_names_and_search_find_nothing_either() -> None:
    brief = _brief(us={"handles": {"wikipedia": "https://de.wikipedia.org/wiki/Norrvind_AB"}})
    gone = _answer(_page("Norrvind AB", missing=True))
    answers = {"choose": MISSING, "search": NO_HITS, "ids": NO_IDS}
    again = {"article": gone, "choose2": MISSING, "search2": NO_HITS, "ids2": NO_IDS}

    found = _follow({**answers, **again}, brief)

    assert [(p.state, p.reason) for p in found] == [(PresenceState.ABSENT, "not-found")] * 2


def test_the_recorded_article_is_present_with_its_length(recorded: Path) -> None:
    body = (recorded / "presence/mediawiki/page-info-exists.json").read_bytes()
    asked = _asked(f"{EN}?x", "article", title="Python_(programming_language)", proof="user", reason="ok")

    found = _read(body, asked)

    presence = of_type(Presence, found)[0]
    assert (presence.state, presence.proof, presence.handle) == (
        PresenceState.PRESENT,
        Proof.USER,
        "Python (programming language)",
    )
    assert presence.last_active is None  # `touched` is no edit
    assert [(o.metric, o.value) for o in of_type(Observation, found)] == [("length", Decimal(140415))]
    assert "rvdir=newer" in of_type(Request, found)[0].url


def test_the_recorded_language_links_make_118_languages(recorded: Path) -> None:
    body = (recorded / "presence/mediawiki/langlinks-python.json").read_bytes()
    asked = _asked(EN, "article", title="Python_(programming_language)", proof="user")

    found = _read(body, asked)

    assert [(o.metric, o.value) for o in of_type(Observation, found)] == [("languages", Decimal(118))]


def test_of_the_recorded_search_hits_none_is_the_company(recorded: Path) -> None:
    body = (recorded / "presence/mediawiki/search-limit3.json").read_bytes()

    found = _read(body, _asked(EN, "search", titles="Norrvind"))

    assert [r.step for r in found] == ["ids"]


def test_the_recorded_redirect_stub_is_resolved_before_anything_is_read_from_it(recorded: Path) -> None:
    body = (recorded / "presence/mediawiki/search-nearmatch-is-redirect.json").read_bytes()
    brief = _brief(us={"name": "Python programming"})

    found = _read(body, _asked(EN, "search", titles="Other"), brief)

    assert [r.step for r in found] == ["choose"]
    assert "redirects=1" in found[0].url


def test_the_recorded_error_with_status_200_is_a_refusal(recorded: Path) -> None:
    body = (recorded / "presence/mediawiki/search-what-title-error.json").read_bytes()

    with pytest.raises(SourceRefused, match="search-title-disabled"):
        _read(body, _asked(EN, "search"))


def test_a_candidate_whose_item_has_the_companys_website_is_its_article() -> None:
    fruit = an_item("Q89", titles={"en": "Norrvind"})
    firm = an_item(
        "Q312",
        titles={"en": "Norrvind (company)"},
        P856=[a_statement(a_value("https://www.norrvind.example"))],
    )
    pages = _answer(
        _page(pageprops={"wikibase_item": "Q89"}),
        _page("Norrvind (company)", pageprops={"wikibase_item": "Q312"}),
    )
    article = _answer(
        _page("Norrvind (company)", revisions=[{"timestamp": "2026-10-02T00:00:00Z"}], langlinks=[])
    )

    found = _follow(
        {"choose": pages, "verify": an_answer(fruit, firm), "article": article, "created": CREATED}, _brief()
    )

    presence = of_type(Presence, found)[0]
    assert (presence.handle, presence.proof, presence.last_active) == (
        "Norrvind (company)",
        Proof.WIKIDATA,
        date(2026, 10, 2),
    )
    assert [(o.metric, o.note) for o in of_type(Observation, found)] == [
        ("languages", "en"),
        ("length", "en"),
    ]


def test_a_namesake_with_another_website_leaves_it_unknown() -> None:
    other = an_item(
        "Q1", titles={"en": "Norrvind"}, P856=[a_statement(a_value("https://norrvind-cruises.example"))]
    )
    pages = _answer(_page(pageprops={"wikibase_item": "Q1"}))

    found = _follow({"choose": pages, "verify": an_answer(other), "search": NO_HITS, "ids": NO_IDS}, _brief())

    assert [(p.state, p.reason) for p in of_type(Presence, found)] == [
        (PresenceState.UNKNOWN, "other-subject")
    ]


def test_nothing_by_name_search_or_website_is_absent() -> None:
    found = _follow({"choose": MISSING, "search": NO_HITS, "ids": NO_IDS}, _brief())

    assert [(p.state, p.reason) for p in of_type(Presence, found)] == [(PresenceState.ABSENT, "not-found")]


def test_absence_beside_the_markets_language_says_nothing() -> None:
    asked = _asked(EN, "ids", noted="", titles="Norrvind")

    assert _read(NO_IDS, asked, _brief(market_language="sv")) == []


def test_an_article_under_another_title_is_found_by_the_companys_website() -> None:
    item = an_item(
        "Q5", titles={"en": "Norrvind Mobility"}, P856=[a_statement(a_value("https://norrvind.example"))]
    )
    answers = {
        "choose": MISSING,
        "search": NO_HITS,
        "ids": '{"search":[{"id":"Q5"}]}',
        "items": an_answer(item),
        "article": _answer(_page("Norrvind Mobility")),
        "created": CREATED,
    }

    found = _follow(answers, _brief())

    assert of_type(Presence, found)[0].handle == "Norrvind Mobility"


def test_a_name_that_leads_to_a_section_is_no_article_of_its_own() -> None:
    pages = _answer(
        _page("Bicycles of Sweden"),
        _page("Norrvind (company)", missing=True),
        redirects=[{"from": "Norrvind", "to": "Bicycles of Sweden", "tofragment": "Norrvind"}],
    )

    found = _follow({"choose": pages, "search": NO_HITS, "ids": NO_IDS}, _brief())

    assert [(p.state, p.reason) for p in of_type(Presence, found)] == [
        (PresenceState.ABSENT, "redirect-section")
    ]


def test_a_disambiguation_page_leaves_it_unknown() -> None:
    pages = _answer(_page(pageprops={"disambiguation": ""}))

    found = _follow({"choose": pages, "search": NO_HITS, "ids": NO_IDS}, _brief())

    assert [(p.state, p.reason) for p in of_type(Presence, found)] == [
        (PresenceState.UNKNOWN, "disambiguation")
    ]


def test_a_wiki_of_ones_own_is_believed_by_title_and_never_asks_wikidata() -> None:
    brief = _brief(sources=OWN_WIKI)
    pages = _answer(_page(pageprops={"wikibase_item": "Q404"}))

    asked = list(a_source("wikipedia").requests(brief))
    found = _follow({"choose": pages, "article": _answer(_page()), "created": CREATED}, brief)

    assert [r.url.partition("?")[0] for r in asked] == ["http://127.0.0.1:8080/api.php"]
    assert [(p.state, p.reason) for p in of_type(Presence, found)] == [(PresenceState.PRESENT, "exact-title")]


def test_in_a_wiki_of_ones_own_a_miss_needs_a_search_to_be_absent() -> None:
    found = _follow({"choose": MISSING, "search": NO_HITS}, _brief(sources=OWN_WIKI))

    assert [p.state for p in of_type(Presence, found)] == [PresenceState.ABSENT]


def test_a_hit_whose_bracket_says_something_else_is_not_believed_by_its_name() -> None:
    hits = '{"query":{"search":[{"title":"Norrvind (river)"}]}}'
    answers = {"choose": MISSING, "search": hits, "choose2": _answer(_page("Norrvind (river)"))}

    found = _follow(answers, _brief(sources=OWN_WIKI))

    assert [(p.state, p.reason) for p in found] == [(PresenceState.UNKNOWN, "other-subject")]


@pytest.mark.parametrize(
    "page",
    [
        {"title": "User:Wanderer/Norrvind", "ns": 2},
        {"title": "Special:Norrvind", "ns": -1, "special": True},
    ],
)
def test_a_users_page_or_a_special_page_is_no_article(page: dict[str, Any]) -> None:
    redirects = [{"from": "Norrvind", "to": str(page["title"])}]
    answers = {"choose": _answer(_page(**page), redirects=redirects), "search": NO_HITS}

    found = _follow(answers, _brief(sources=OWN_WIKI))

    assert [(p.state, p.reason) for p in found] == [(PresenceState.ABSENT, "not-found")]


def test_a_title_that_was_not_composed_comes_back_percent_encoded_and_is_known_again() -> None:
    decomposed = "O\u0308lrad"
    normalized = [{"fromencoded": True, "from": "O%CC%88lrad", "to": "\u00d6lrad"}]
    body = json.dumps({"query": {"normalized": normalized, "pages": [_page("\u00d6lrad")]}})

    found = _mediawiki.read(a_page(body)).found(decomposed)

    assert found is not None
    assert found.article.title == "\u00d6lrad"


def test_an_article_without_links_to_other_languages_exists_in_one() -> None:
    body = _answer(_page(revisions=[{"timestamp": "2026-10-02T00:00:00Z"}]))

    found = _read(body, _asked(f"{EN}?x", "article", title="Norrvind"))

    assert [(o.metric, o.value) for o in of_type(Observation, found)][:1] == [("languages", Decimal(1))]


def test_a_name_that_can_be_no_title_is_searched_at_once() -> None:
    asked = list(a_source("wikipedia").requests(_brief(us={"name": "C# Works"}, sources=OWN_WIKI)))

    assert [r.step for r in asked] == ["search"]
    assert "srsearch=C%23%20Works" in asked[0].url


def test_the_name_without_its_legal_form_is_a_title_too() -> None:
    asked = list(a_source("wikipedia").requests(_brief(us={"name": "Norrvind Cycles AB"}, sources=OWN_WIKI)))

    assert asked[0].carry["titles"] == (
        "Norrvind Cycles AB|Norrvind Cycles AB (company)|Norrvind Cycles|Norrvind Cycles (company)"
    )


def test_a_search_hit_with_the_companys_name_is_looked_at() -> None:
    brief = _brief(us={"name": "Norrvind Group"}, sources=OWN_WIKI)
    hits = '{"query":{"search":[{"title":"Norrvind AB"},{"title":"Norrvind Bay"}]}}'
    answers = {
        "choose": _answer(_page("Norrvind Group", missing=True)),
        "search": hits,
        "choose2": _answer(_page("Norrvind AB")),
        "article": _answer(_page("Norrvind AB")),
        "created": CREATED,
    }

    found = _follow(answers, brief)

    assert of_type(Presence, found)[0].handle == "Norrvind AB"


def test_the_day_of_the_first_revision_is_when_it_was_created() -> None:
    found = _read(CREATED, _asked(EN, "created", title="Norrvind"))

    assert [(o.metric, date.fromordinal(int(o.value))) for o in of_type(Observation, found)] == [
        ("created", date(2011, 4, 5))
    ]


@settings(max_examples=60)
@given(
    st.binary(max_size=300)
    | st.sampled_from([b"{}", b'{"query":{}}', b'{"query":{"pages":[{}]}}', b'{"query":{"pages":{"1":3}}}'])
)
def test_whatever_comes_only_source_errors_are_raised(body: bytes) -> None:
    for step in ("article", "choose", "search", "created", "verify", "items", "item", "ids"):
        try:
            _read(body, _asked(EN, step, title="Norrvind", titles="Norrvind"))
        except SourceError:
            continue
