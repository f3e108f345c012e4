"""The Wikipedia source against a real MediaWiki: every way in which a company has an article, or has none."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from deckgen.errors import SourceRefused
from deckgen.model.evidence import Evidence, PresenceState, Proof
from deckgen.model.exchange import GapReason
from deckgen.parsing.jsons import as_object
from deckgen.sources import _mediawiki
from tests.factories import a_company
from tests.real.collecting import a_brief_of, collected, fetched

pytestmark = pytest.mark.network
PRESENT, ABSENT, UNKNOWN = PresenceState.PRESENT, PresenceState.ABSENT, PresenceState.UNKNOWN


def _found(folder: Path, wiki: str, *names: str) -> Evidence:
    """What is found of companies of these names; us first, then c1, c2 ..."""
    companies = (a_company(f"c{i}" if i else "us", name=name) for i, name in enumerate(names))
    return collected(folder, a_brief_of(*companies), "wikipedia", bases=(f"{wiki}/api.php",))


def _numbers(evidence: Evidence, about: str = "us") -> dict[str, int]:
    return {o.metric: int(o.value) for o in evidence.observations if o.about == about}


def _states(evidence: Evidence) -> list[tuple[PresenceState, str, str]]:
    return [(p.state, p.reason, p.handle) for p in evidence.presences]


def test_an_article_is_read_with_languages_length_creation_and_last_edit(tmp_path: Path, wiki: str) -> None:
    evidence = _found(tmp_path, wiki, "Norrvind Cycles")

    (presence,) = evidence.presences
    numbers = _numbers(evidence)
    assert (presence.state, presence.proof, presence.reason) == (PRESENT, Proof.API, "exact-title")
    assert presence.url == f"{wiki}/index.php/Norrvind_Cycles"
    assert presence.last_active == date(2025, 9, 10)  # the pages were touched later
    assert date.fromordinal(numbers["created"]) == date(2012, 3, 4)
    assert numbers["languages"] == 5
    assert 400 < numbers["length"] < 600
    assert [lookup.step for lookup in evidence.lookups] == ["choose", "article", "created"]
    assert evidence.gaps == ()


def test_an_article_in_one_language_says_so(tmp_path: Path, wiki: str) -> None:
    assert _numbers(_found(tmp_path, wiki, "Volt-Rad"))["languages"] == 1


@pytest.mark.parametrize("name", ["acme corporation", "ACME", "volt rad", "Acme Corporation Ltd"])
def test_a_title_spelled_otherwise_is_found_all_the_same(tmp_path: Path, wiki: str, name: str) -> None:
    evidence = _found(tmp_path, wiki, name)

    expected = "Volt-Rad" if "volt" in name else "Acme Corporation"
    if name == "ACME":  # the search of a plain MediaWiki looks for whole words of titles
        assert [lookup.step for lookup in evidence.lookups][:2] == ["choose", "search"]
    assert [(p.state, p.handle) for p in evidence.presences] == [(PRESENT, expected)]


def test_the_miss_of_a_case_sensitive_title_leads_to_a_search(tmp_path: Path, wiki: str) -> None:
    evidence = _found(tmp_path, wiki, "acme corporation")

    assert [lookup.step for lookup in evidence.lookups] == [
        "choose",
        "search",
        "choose",
        "article",
        "created",
    ]


def test_a_name_in_decomposed_unicode_is_known_again(tmp_path: Path, wiki: str) -> None:
    evidence = _found(tmp_path, wiki, "O\u0308lrad & So\u0308hne")

    assert [lookup.step for lookup in evidence.lookups] == ["choose", "article", "created"]
    assert [p.handle for p in evidence.presences] == ["Ölrad & Söhne"]


def test_a_redirect_to_a_section_is_no_article_of_its_own(tmp_path: Path, wiki: str) -> None:
    assert _states(_found(tmp_path, wiki, "Velmora")) == [(ABSENT, "redirect-section", "")]


def test_a_redirect_over_two_steps_is_followed_and_its_other_title_leaves_it_unknown(
    tmp_path: Path, wiki: str
) -> None:
    assert _states(_found(tmp_path, wiki, "NVC")) == [(UNKNOWN, "other-subject", "")]


def test_a_disambiguation_page_is_not_the_company_but_its_article_beside_it_is(
    tmp_path: Path, wiki: str
) -> None:
    evidence = _found(tmp_path, wiki, "Brightspoke", "Halden")

    assert _states(evidence) == [
        (PRESENT, "exact-title", "Brightspoke (company)"),
        (UNKNOWN, "other-subject", ""),  # there is a river of that name
    ]
    assert evidence.presences[0].last_active == date(2024, 12, 31)  # in UTC
    assert date.fromordinal(_numbers(evidence)["created"]) == date(2021, 6, 7)


def test_absent_is_only_what_title_and_search_both_do_not_know(tmp_path: Path, wiki: str) -> None:
    names = ("Quellsprung", "Kettenwerk", "Radhaus", "Fjordhast", "Special:Version", "de:Norrvind")

    evidence = _found(tmp_path, wiki, *names)

    assert _states(evidence) == [(ABSENT, "not-found", "")] * len(names)
    asked = {about: [lo.step for lo in evidence.lookups if lo.about == about] for about in ("us", "c1", "c3")}
    assert asked == {about: ["choose", "search"] for about in asked}
    assert evidence.observations == ()


def test_the_item_of_wikidata_that_the_brief_names_is_proof(tmp_path: Path, wiki: str) -> None:
    ours = a_company(name="Norrvind", aliases=("Norrvind Cycles",), wikidata="Q90000404")
    other = a_company("velmora", name="Norrvind Cycles", wikidata="Q90000405")

    evidence = collected(tmp_path, a_brief_of(ours, other), "wikipedia", bases=(f"{wiki}/api.php",))

    assert [(p.state, p.proof, p.reason) for p in evidence.presences] == [
        (PRESENT, Proof.WIKIDATA, "ok"),
        (UNKNOWN, Proof.NONE, "other-subject"),
    ]


@pytest.mark.parametrize(
    ("title", "state", "reason"),
    [
        ("Norrvind_Cycles", PRESENT, "ok"),
        ("nvc", ABSENT, "not-found"),
        ("NVC", PRESENT, "ok"),
        ("Velmora", ABSENT, "redirect-section"),
        ("Brightspoke", UNKNOWN, "disambiguation"),
        ("Quellsprung", ABSENT, "not-found"),
    ],
)
def test_the_title_that_the_brief_names_is_asked_first(
    tmp_path: Path, wiki: str, title: str, state: PresenceState, reason: str
) -> None:
    company = a_company(name="Tretlager", handles={"wikipedia": title})

    evidence = collected(tmp_path, a_brief_of(company), "wikipedia", bases=(f"{wiki}/api.php",))

    assert evidence.lookups[0].step == "article"
    assert [(p.state, p.reason) for p in evidence.presences] == [(state, reason)]


def test_a_title_that_the_brief_spells_wrongly_is_still_found_by_the_name(tmp_path: Path, wiki: str) -> None:
    company = a_company(name="Acme Corporation", handles={"wikipedia": "acme corporation"})

    evidence = collected(tmp_path, a_brief_of(company), "wikipedia", bases=(f"{wiki}/api.php",))

    assert _states(evidence) == [(PRESENT, "exact-title", "Acme Corporation")]


def test_sixty_aliases_are_one_question_that_the_wiki_answers(tmp_path: Path, wiki: str) -> None:
    aliases = tuple(f"Tretlager {i}" for i in range(60))

    evidence = collected(
        tmp_path, a_brief_of(a_company(aliases=aliases)), "wikipedia", bases=(f"{wiki}/api.php",)
    )

    assert evidence.gaps == ()
    assert evidence.lookups[0].step == "choose"


def test_more_than_fifty_titles_are_refused_by_the_wiki_with_status_200(tmp_path: Path, wiki: str) -> None:
    titles = [f"Tretlager {i}" for i in range(51)]

    page = asyncio.run(fetched(_mediawiki.choices(f"{wiki}/api.php", titles), tmp_path))

    assert page.status == 200
    with pytest.raises(SourceRefused, match="toomanyvalues"):
        _mediawiki.read(page)


def test_without_srwhat_a_plain_wiki_searches_titles_only(tmp_path: Path, wiki: str) -> None:
    address = _mediawiki.search(f"{wiki}/api.php", "Quellsprung")

    by_title = asyncio.run(fetched(address, tmp_path))
    by_text = asyncio.run(fetched(f"{address}&srwhat=text", tmp_path))

    assert _mediawiki.read(by_title).hits() == ()
    assert _mediawiki.read(by_text).hits() == ("Bicycle trade",)


def test_the_older_spelling_of_the_json_is_read_the_same(tmp_path: Path, wiki: str) -> None:
    address = _mediawiki.article(f"{wiki}/api.php", "NVC")

    new, old = (
        _mediawiki.read(asyncio.run(fetched(url, tmp_path)))
        for url in (address, address.replace("&formatversion=2", ""))
    )

    for answer in (new, old):
        found = answer.found("NVC")
        assert found is not None
        assert (found.article.title, found.article.languages) == ("Norrvind Cycles", 5)
        assert found.article.revised_on == date(2025, 9, 10)
        assert found.article.qid == "Q90000404"
    touched = as_object(asyncio.run(fetched(address, tmp_path))).child("query").children("pages")[0]
    assert touched.text("touched") == "2025-11-22T12:00:00Z"


@pytest.mark.parametrize(
    ("site", "path", "reason"),
    [("wiki", "/index.php", GapReason.REFUSED), ("magazine", "", GapReason.BLOCKED)],
)
def test_a_base_address_where_no_api_is_makes_a_gap_and_never_an_absence(
    tmp_path: Path, wiki: str, blogs: Mapping[str, str], site: str, path: str, reason: GapReason
) -> None:
    base = {**blogs, "wiki": wiki}[site] + path

    evidence = collected(tmp_path, a_brief_of(a_company()), "wikipedia", bases=(base,))

    assert evidence.presences == ()
    assert [gap.reason for gap in evidence.gaps] == [reason]
