"""Wikidata: the item that is the company, what it declares, and the follower counts with their dates."""

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
from deckgen.model.exchange import Page, Request
from deckgen.model.origin import Kind
from deckgen.sources import _wikidata
from tests.factories import a_brief, a_company, a_page
from tests.sources.harness import a_source, all_read, an_entry, of_type
from tests.sources.items import a_statement, a_time, a_value, an_amount, an_answer, an_id, an_item

SITE = a_statement(a_value("https://www.norrvind.example/en/"))


def _brief(qid: str = "", **changes: Any) -> Brief:
    return a_brief(us=a_company(wikidata=qid), **changes)


def _answer(body: bytes | str, *, step: str = "candidates") -> Page:
    request = Request(url="https://www.wikidata.org/w/api.php?x", about="us", step=step)
    return a_page(body, source="wikidata", request=request)


def _read(*items: dict[str, Any], step: str = "candidates") -> list[Any]:
    return all_read(a_source("wikidata"), _answer(an_answer(*items), step=step), _brief())


def test_the_entry_and_the_shared_questions_name_the_same_address() -> None:
    assert an_entry("wikidata").bases == (_wikidata.API,)


def test_the_id_of_the_brief_is_asked_else_the_name_is_searched() -> None:
    asked = list(a_source("wikidata").requests(_brief("Q42")))

    assert [r.step for r in asked] == ["given", "search", "search"]
    assert "ids=Q42" in asked[0].url
    assert "search=Velmora" in asked[1].url


def test_the_brief_may_name_another_base() -> None:
    brief = _brief(sources={"wikidata": SourceSettings(bases=("http://127.0.0.1:9/api.php",))})

    asked = list(a_source("wikidata").requests(brief))

    assert asked[0].url.startswith("http://127.0.0.1:9/api.php?action=wbsearchentities")


def test_what_the_search_finds_is_looked_at() -> None:
    body = json.dumps({"search": [{"id": "Q7"}, {"id": "Q8"}, {"id": "P856"}]})

    found = all_read(a_source("wikidata"), _answer(body, step="search"), _brief())

    assert "ids=Q7%7CQ8&" in of_type(Request, found)[0].url + "&"


def test_the_recorded_item_gives_its_account_and_one_dated_follower_count(recorded: Path) -> None:
    body = (recorded / "presence/wikidata/wbgetentities-Q729-P8687-P3984.json").read_bytes()

    found = all_read(a_source("wikidata"), _answer(body, step="given"), _brief("Q729"))

    reddit = [p for p in of_type(Presence, found) if p.platform == "reddit"]
    assert [(p.handle, p.proof, p.state) for p in reddit] == [
        ("animal", Proof.WIKIDATA, PresenceState.PRESENT)
    ]
    points = [o for o in of_type(Observation, found) if o.platform == "reddit"]
    assert [(o.metric, o.value, o.as_of, o.kind) for o in points] == [
        ("audience", Decimal(15948), date(2023, 5, 24), Kind.EXACT)
    ]
    assert points[0].origin.locator == "$.entities.Q729.claims.P8687[0]"


def test_of_namesakes_only_the_one_with_the_companys_website_is_taken() -> None:
    other = an_item("Q1", P856=[a_statement(a_value("https://norrvind-cruises.example/"))])
    ours = an_item("Q2", P856=[SITE], P2002=[a_statement(a_value("Norrvind"))])

    found = _read(other, ours)

    assert [(p.platform, p.handle, p.url) for p in of_type(Presence, found)] == [
        ("wikidata", "Q2", "https://www.wikidata.org/wiki/Q2"),
        ("x", "norrvind", "https://x.com/norrvind"),
    ]


def test_no_match_is_unknown_and_never_absent() -> None:
    found = _read(an_item("Q1", P856=[a_statement(a_value("https://other.example/"))]))

    assert [(p.platform, p.state) for p in of_type(Presence, found)] == [("wikidata", PresenceState.UNKNOWN)]


def test_a_human_with_the_companys_website_is_not_the_company() -> None:
    found = _read(an_item("Q1", P856=[SITE], P31=[a_statement(an_id("Q5"))]))

    assert [p.state for p in of_type(Presence, found)] == [PresenceState.UNKNOWN]


def test_accounts_that_ended_or_are_deprecated_are_left_out() -> None:
    ended = a_statement(a_value("old"), P582=a_time("+2020-01-01T00:00:00Z"))
    wrong = a_statement(a_value("wrong"), rank="deprecated")

    found = _read(an_item(P856=[SITE], P2002=[ended], P2003=[wrong]))

    assert [p.platform for p in of_type(Presence, found)] == ["wikidata"]


def test_follower_counts_are_matched_by_the_account_they_name() -> None:
    item = an_item(
        P856=[SITE],
        P2002=[a_statement(a_value("Norrvind"), P6552=a_value("12345"))],
        P8687=[
            a_statement(an_amount("+1000"), P585=a_time("+2021-05-00T00:00:00Z", 10), P6552=a_value("12345")),
            a_statement(an_amount("+2000"), P585=a_time("+2022-05-03T00:00:00Z"), P6552=a_value("999")),
            a_statement(an_amount("+3000"), P585=a_time("+2030-05-03T00:00:00Z"), P6552=a_value("12345")),
            a_statement(
                an_amount("+4000", "Q11229"), P585=a_time("+2022-05-03T00:00:00Z"), P6552=a_value("12345")
            ),
        ],
    )

    points = of_type(Observation, _read(item))

    assert [(o.platform, o.value, o.as_of, o.kind, o.note) for o in points] == [
        ("x", Decimal(1000), date(2021, 5, 1), Kind.ESTIMATE, "month")
    ]


def test_a_count_written_at_the_account_itself_is_read_too() -> None:
    account = a_statement(
        a_value("UCK8sQmJBp8GCxrOtXWBpyEA"), P3744=an_amount("+500"), P585=a_time("+2019-02-03T00:00:00Z")
    )

    points = of_type(Observation, _read(an_item(P856=[SITE], P2397=[account])))

    assert [(o.platform, o.value, o.as_of) for o in points] == [("youtube", Decimal(500), date(2019, 2, 3))]


def test_an_id_of_the_brief_that_does_not_exist_is_absent() -> None:
    body = '{"entities":{"Q999999999999":{"id":"Q999999999999","missing":""}},"success":1}'

    found = all_read(a_source("wikidata"), _answer(body, step="given"), _brief("Q999999999999"))

    assert [(p.platform, p.state, p.reason) for p in of_type(Presence, found)] == [
        ("wikidata", PresenceState.ABSENT, "not-found")
    ]


def test_an_error_with_status_200_is_a_refusal() -> None:
    with pytest.raises(SourceRefused, match="maxlag"):
        all_read(a_source("wikidata"), _answer('{"error":{"code":"maxlag"}}'), _brief())


@settings(max_examples=60)
@given(
    st.binary(max_size=300)
    | st.sampled_from(
        [b'{"entities":{"Q1":{"id":"Q1","claims":{"P856":[{"mainsnak":{}}]}}}}', b'{"search":[{}]}']
    )
)
def test_whatever_comes_only_source_errors_are_raised(body: bytes) -> None:
    for step in ("search", "candidates", "given"):
        try:
            all_read(a_source("wikidata"), _answer(body, step=step), _brief())
        except SourceError:
            continue
