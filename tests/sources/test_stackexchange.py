"""Stack Exchange: the recorded list, the count beside it (from documentation), pauses, errors, the budget."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from deckgen.errors import SourceBlocked, SourceChanged
from deckgen.model.brief import Brief, SourceSettings, Window
from deckgen.model.evidence import Gap, Mention, Reading
from deckgen.model.exchange import GapReason, Page, Request
from deckgen.model.origin import Kind
from tests.factories import a_brief, a_page, a_topic
from tests.sources.harness import a_source, all_read, an_entry, of_type

SE = a_source("stackexchange")
URL = "https://api.stackexchange.com/2.3/search/advanced?q=x"


def an_answer(body: Any, step: str = "list", **carry: str) -> Page:
    known = {"at": "0", "page": "1"} if step == "list" else {"at": "0", "part": "0", "cut": "no"}
    request = Request(url=URL, about="us", step=step, carry={**known, **carry})
    written = body if isinstance(body, bytes | str) else json.dumps(body)
    return a_page(written, source="stackexchange", request=request, url=URL)


def a_list(count: int = 1, *, has_more: bool = False, **more: Any) -> dict[str, Any]:
    items = [
        {
            "question_id": i,
            "title": "Norrvind",
            "link": f"https://stackoverflow.com/questions/{i}/slug",
            "creation_date": 1772614800 - 86400 * i,
        }
        for i in range(count)
    ]
    return {"items": items, "has_more": has_more, "quota_max": 300, "quota_remaining": 250, **more}


def asked_of(request: Request) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(request.url).query).items()}


def test_recording_search_advanced_2026_ten_questions_and_no_count(recorded: Path) -> None:
    body = (recorded / "mentions/stackexchange/search_advanced_keyless_2026.json").read_bytes()
    said = json.loads(body)
    window = Window(start=date(2025, 1, 6), end=date(2026, 11, 16))
    brief = a_brief(topics=(a_topic(phrases=("Model Context Protocol",)),), window=window)

    found = all_read(SE, an_answer(body), brief)

    mentions = of_type(Mention, found)
    assert len(mentions) == 10
    assert mentions[0].key == "https://stackoverflow.com/questions/79646317"
    assert mentions[0].title.startswith("Model Context Protocol (MCP) server exits unexpectedly")
    assert mentions[0].published_at == datetime(2025, 5, 31, 4, 24, 26, tzinfo=UTC)
    assert mentions[-1].title.startswith("I'm working on implementing MCP servers in vscode.")
    assert not [m.title for m in mentions if "&#" in m.title or "&amp;" in m.title]
    assert any("&" in m.title for m in mentions)
    assert {m.unit for m in mentions} == {"question"}
    assert (said["quota_max"], said["quota_remaining"], said["has_more"]) == (300, 299, True)
    assert {"accepted_answer_id" in item for item in said["items"]} == {True, False}
    assert {"last_edit_date" in item for item in said["items"]} == {True, False}
    # `total` is not there and ten is no count: the list goes on
    assert "total" not in said
    assert of_type(Reading, found) == []
    (following,) = of_type(Request, found)
    assert (following.step, asked_of(following)["page"]) == ("list", "2")


def test_an_answer_without_a_total_is_never_read_as_a_count() -> None:
    with pytest.raises(SourceChanged, match=r"\$\.total"):
        all_read(SE, an_answer(a_list(10), "total"), a_brief())


def test_only_the_first_question_is_asked_at_once_as_its_answer_may_ask_for_a_pause() -> None:
    (first,) = SE.requests(a_brief())

    ask = asked_of(first)
    assert (ask["q"], ask["site"], ask["page"]) == ('"Norrvind"', "stackoverflow", "1")
    assert (ask["order"], ask["sort"], ask["pagesize"]) == ("desc", "creation", "100")
    start, end = (datetime(y, m, d, tzinfo=UTC) for y, m, d in ((2025, 11, 17), (2026, 11, 16)))
    assert int(ask["fromdate"]) == start.timestamp()
    assert int(ask["todate"]) == end.timestamp() - 1  # the service takes both bounds in
    assert first.credential == "stackexchange"
    assert "key=" not in first.url


def walk(brief: Brief, answers: dict[str, Any]) -> list[Request]:
    """All questions of a run in which every list and every count is answered alike."""
    asked = list(SE.requests(brief))
    for request in asked:
        page = a_page(json.dumps(answers[request.step]), source="stackexchange", request=request)
        asked += of_type(Request, all_read(SE, page, brief))
        assert len(asked) < 400
    return asked


def test_a_list_that_ends_is_followed_by_one_count_of_the_window_and_the_next_subject() -> None:
    brief = a_brief(
        topics=(a_topic(), a_topic("velmora")),
        sources={"stackexchange": SourceSettings(options={"sites": ("superuser", "bicycles")})},
    )

    asked = walk(brief, {"list": a_list(2), "total": {"total": 2}})

    assert [(r.about, asked_of(r)["site"], r.step) for r in asked] == [
        (topic, site, step)
        for topic in ("us", "velmora")
        for site in ("superuser", "bicycles")
        for step in ("list", "total")
    ]


def test_of_none_there_is_nothing_to_count() -> None:
    assert [r.step for r in walk(a_brief(), {"list": a_list(0)})] == ["list"] * 4


def test_a_list_that_does_not_end_is_counted_month_by_month_without_gap_or_overlap() -> None:
    brief = a_brief(topics=(a_topic(),))

    asked = walk(brief, {"list": a_list(1, has_more=True), "total": {"total": 7}})

    assert [r.step for r in asked] == ["list"] * 5 + ["total"] * 13
    bounds = [(int(asked_of(r)["fromdate"]), int(asked_of(r)["todate"])) for r in asked[5:]]
    assert [a for a, _ in bounds[1:]] == [b + 1 for _, b in bounds[:-1]]
    assert bounds[0][0] == int(asked_of(asked[0])["fromdate"])
    assert bounds[-1][1] == int(asked_of(asked[0])["todate"])


def test_where_months_would_be_too_many_questions_the_window_is_counted_at_once() -> None:
    brief = a_brief(topics=(a_topic(phrases=tuple(f"Norrvind {i}" for i in range(9))),))

    asked = walk(brief, {"list": a_list(1, has_more=True), "total": {"total": 7}})

    assert [r.step for r in asked[:7]] == ["list"] * 5 + ["total", "list"]
    assert len(asked) <= an_entry("stackexchange").max_requests < 300


def test_a_count_by_month_says_which_month() -> None:
    page = an_answer({"total": 31}, "total", part="4", cut="yes")

    (reading,) = of_type(Reading, all_read(SE, page, a_brief()))

    assert (reading.value, reading.kind, reading.unit) == (31, Kind.EXACT, "question")
    assert (reading.start, reading.end) == (date(2026, 3, 1), date(2026, 4, 1))


@pytest.mark.parametrize("topic", [{"context": ("bike",)}, {"exclude": ("x",)}, {"phrases": ("a b", "c d")}])
def test_the_service_knows_no_context_and_phrases_overlap_so_its_count_is_an_estimate(
    topic: dict[str, Any],
) -> None:
    brief = a_brief(topics=(a_topic(**topic),))

    (reading,) = of_type(Reading, all_read(SE, an_answer({"total": 31}, "total"), brief))

    assert reading.kind is Kind.ESTIMATE


def test_a_list_that_ends_is_an_exact_count_of_what_it_lists() -> None:
    (reading,) = of_type(Reading, all_read(SE, an_answer(a_list(3)), a_brief()))

    assert (reading.value, reading.kind) == (None, Kind.EXACT)
    assert (reading.start, reading.end) == (a_brief().window.start, a_brief().window.end)


def test_a_list_that_was_not_read_to_its_end_reaches_back_to_its_oldest_and_is_at_least() -> None:
    page = an_answer(a_list(3, has_more=True), page="5", oldest="2026-04-09")

    (reading,) = of_type(Reading, all_read(SE, page, a_brief()))

    assert (reading.kind, reading.start) == (Kind.AT_LEAST, date(2026, 3, 2))


def test_a_list_of_more_than_the_period_leads_to_no_count() -> None:
    brief = a_brief(window=Window(start=date(2026, 3, 2), end=date(2026, 3, 9)))

    with pytest.raises(SourceChanged, match="outside the period"):
        all_read(SE, an_answer(a_list(100)), brief)


def test_a_pause_that_our_pace_keeps_anyway_stops_nothing() -> None:
    page = an_answer(a_list(1, has_more=True, backoff=10))

    assert len(of_type(Request, all_read(SE, page, a_brief()))) == 1


@pytest.mark.parametrize("said", [{"backoff": 11}, {"quota_remaining": 0}])
def test_a_longer_pause_is_obeyed_nothing_more_is_asked_and_every_open_topic_is_a_gap(
    said: dict[str, int],
) -> None:
    page = an_answer(a_list(1, has_more=True, **said))

    found = all_read(SE, page, a_brief())

    assert of_type(Request, found) == []
    (reading,) = of_type(Reading, found)
    assert reading.kind is Kind.AT_LEAST
    gaps = of_type(Gap, found)
    assert [g.about for g in gaps] == ["us", "velmora", "brightspoke", "industry-1"]
    assert {g.reason for g in gaps} == {GapReason.THROTTLED}
    # what was asked is answered: the gaps are about what was not
    assert {g.step for g in gaps} == {"unasked"}
    assert all(g.try_after and g.try_after > page.retrieved_at for g in gaps)


def test_a_pause_after_the_last_question_is_no_gap() -> None:
    page = an_answer({"total": 1, "backoff": 60}, "total", at="3")

    (reading,) = all_read(SE, page, a_brief(window=Window(start=date(2026, 3, 2), end=date(2026, 3, 9))))

    assert isinstance(reading, Reading)


def test_an_error_about_one_site_is_a_gap_and_the_next_subject_is_asked() -> None:
    page = an_answer({"error_id": 400, "error_name": "bad_parameter", "error_message": "No site found"})

    gap, following = all_read(SE, page, a_brief())

    assert isinstance(gap, Gap)
    assert (gap.reason, gap.about, gap.step) == (GapReason.REFUSED, "us", "list")
    assert isinstance(following, Request)
    assert following.about == "velmora"


@pytest.mark.parametrize(
    ("message", "wait"),
    [("too many requests from this IP, more available in 3600 seconds", 3600), ("enough", 86_400)],
)
def test_a_throttle_ends_the_questions_and_says_when_to_come_back(message: str, wait: int) -> None:
    page = an_answer({"error_id": 502, "error_name": "throttle_violation", "error_message": message})

    found = all_read(SE, page, a_brief())

    assert [type(f) for f in found] == [Gap] * 4
    gaps = of_type(Gap, found)
    assert {g.try_after for g in gaps} == {page.retrieved_at + timedelta(seconds=wait)}


@pytest.mark.parametrize(
    ("body", "kind", "says"),
    [
        ("<!DOCTYPE html><title>Just a moment</title>", SourceBlocked, "web page"),
        ('{"has_more": false}', SourceChanged, r"\$\.items"),
        ('{"items": []}', SourceChanged, r"\$\.has_more"),
        ({**a_list(1), "items": [{"question_id": 1}]}, SourceChanged, r"\$\.items\[0\]\."),
        ({"error_id": "x"}, SourceChanged, r"\$\.error_id"),
    ],
)
def test_what_is_not_understood_is_named(body: Any, kind: type[Exception], says: str) -> None:
    with pytest.raises(kind, match=says):
        all_read(SE, an_answer(body), a_brief())


def test_a_negative_count_is_no_count() -> None:
    with pytest.raises(SourceChanged, match="no count"):
        all_read(SE, an_answer({"total": -1}, "total"), a_brief())
