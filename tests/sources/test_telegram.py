"""Telegram channels, from documentation: counters in any order, posts of one page, no preview."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.errors import SourceChanged, SourceError
from deckgen.model.evidence import Observation, Presence, PresenceState, Proof
from deckgen.model.exchange import Page, Request
from deckgen.model.origin import Kind
from tests.factories import a_brief, a_company, a_page, a_presence, an_evidence
from tests.sources.harness import a_source, all_read, an_entry, of_type

FORWARDED = '<div class="tgme_widget_message_forwarded_from">Forwarded</div>'


def _answer(body: str | bytes) -> Page:
    carry = {"handle": "norrvind", "url": "https://t.me/norrvind", "proof": "user"}
    request = Request(url="https://t.me/s/norrvind", about="us", step="preview", carry=carry)
    return a_page(body, source="telegram", request=request)


def _read(body: str | bytes) -> list[Any]:
    return all_read(a_source("telegram"), _answer(body), a_brief())


def _channel(*messages: str, counters: tuple[tuple[str, str], ...] = ()) -> str:
    told = "".join(
        f'<div class="tgme_channel_info_counter"><span class="counter_type">{name}</span>'
        f'<span class="counter_value">{value}</span></div>'
        for value, name in counters
    )
    return f'<html><body><div class="tgme_channel_info">{told}</div>{"".join(messages)}</body></html>'


def _message(number: int, when: str, *, css: str = "", inner: str = "") -> str:
    return (
        f'<div class="tgme_widget_message {css}" data-post="norrvind/{number}">{inner}'
        f'<a class="tgme_widget_message_date"><time datetime="{when}">10:00</time></a></div>'
    )


def _posts(*messages: str) -> list[tuple[Decimal, Kind]]:
    found = of_type(Observation, _read(_channel(*messages)))
    return [(o.value, o.kind) for o in found if o.metric == "posts_90d"]


def test_it_is_off_unless_the_brief_switches_it_on() -> None:
    assert not an_entry("telegram").is_on


@pytest.mark.parametrize("handle", ["@Norrvind", "https://t.me/norrvind", "https://t.me/s/norrvind"])
def test_the_preview_is_asked_for_in_english_where_robots_may(handle: str) -> None:
    brief = a_brief(us=a_company(handles={"telegram": handle}))

    [asked] = a_source("telegram").requests(brief)

    assert (asked.url, asked.robots) == ("https://t.me/s/norrvind", True)
    assert dict(asked.headers) == {"Accept-Language": "en"}


def test_a_declared_channel_is_asked_for_with_its_proof() -> None:
    seen = a_presence(source="wikidata", platform="telegram", proof=Proof.WIKIDATA, handle="velmora")

    [asked] = a_source("telegram").follow_up(a_brief(), an_evidence(presences=(seen,)))

    assert (asked.about, asked.carry["proof"]) == ("velmora", "wikidata")


@pytest.mark.parametrize(
    ("written", "value", "step", "kind"),
    [
        ("10.5M", 10_500_000, 100_000, Kind.ESTIMATE),
        ("12.3K", 12_300, 100, Kind.ESTIMATE),
        ("3K", 3_000, 1_000, Kind.ESTIMATE),
        ("12 345", 12_345, 1, Kind.EXACT),
        ("940", 940, 1, Kind.EXACT),
    ],
)
def test_subscribers_are_found_among_the_counters_and_as_exact_as_told(
    written: str, value: int, step: int, kind: Kind
) -> None:
    counters = (("1.04K", "photos"), (written, "subscribers"), ("96", "links"))

    found = of_type(Observation, _read(_channel(counters=counters)))

    assert [(o.metric, o.value, o.rounded_to, o.kind, o.handle) for o in found] == [
        ("audience", Decimal(value), Decimal(step), kind, "norrvind")
    ]


def test_one_subscriber_is_one() -> None:
    assert [o.value for o in of_type(Observation, _read(_channel(counters=(("1", "subscriber"),))))] == [1]


def test_without_a_counter_of_subscribers_the_audience_is_unknown() -> None:
    assert of_type(Observation, _read(_channel(counters=(("96", "links"),)))) == []


def test_a_counter_that_is_no_number_is_not_understood() -> None:
    with pytest.raises(SourceChanged):
        _read(_channel(counters=(("many", "subscribers"),)))


def test_a_page_that_does_not_reach_back_90_days_tells_at_least_so_many() -> None:
    assert _posts(_message(70, "2026-11-20T09:00:00+00:00"), _message(71, "2026-11-21T09:00:00+00:00")) == [
        (Decimal(2), Kind.AT_LEAST)
    ]


def test_a_page_that_reaches_back_tells_exactly_and_the_90th_day_counts() -> None:
    messages = [_message(69, "2026-08-23T23:59:59+00:00"), _message(70, "2026-08-24T00:00:00+00:00")]

    assert _posts(*messages) == [(Decimal(1), Kind.EXACT)]


def test_a_page_with_the_channels_first_message_is_the_whole_of_it() -> None:
    opened = _message(1, "2026-11-01T09:00:00+00:00", css="service_message")

    assert _posts(opened, _message(2, "2026-11-02T09:00:00+00:00")) == [(Decimal(1), Kind.EXACT)]


def test_forwarded_messages_and_notes_of_the_service_and_repetitions_are_not_counted() -> None:
    own = _message(70, "2026-11-10T09:00:00+00:00")
    forwarded = _message(71, "2026-11-20T09:00:00+00:00", inner=FORWARDED)
    service = _message(72, "2026-11-21T09:00:00+00:00", css="service_message")

    found = _read(_channel(own, own, forwarded, service))

    assert [o.value for o in of_type(Observation, found)] == [1]
    assert [p.last_active for p in of_type(Presence, found) if p.last_active] == [date(2026, 11, 10)]


def test_days_are_told_in_utc_and_films_have_no_day() -> None:
    film = '<time class="message_video_duration">0:31</time>'

    found = _read(_channel(_message(70, "2026-11-21T00:30:00+02:00", inner=film)))

    assert [p.last_active for p in of_type(Presence, found) if p.last_active] == [date(2026, 11, 20)]


def test_messages_without_a_time_are_not_understood() -> None:
    with pytest.raises(SourceChanged):
        _read(_channel(_message(70, "yesterday")))


def test_a_group_a_person_and_nobody_at_all_look_alike_and_are_not_known() -> None:
    found = _read('<html><body><div class="tgme_page"></div></body></html>')

    assert [(p.state, p.reason) for p in found] == [(PresenceState.UNKNOWN, "no-preview")]


def test_a_page_of_something_else_is_not_understood() -> None:
    with pytest.raises(SourceChanged):
        _read("<html><body>Access denied</body></html>")


@settings(max_examples=60)
@given(
    st.binary(max_size=200)
    | st.text("<>/div clas=\"tgme_channel_info counter_value' 1KM", max_size=120).map(str.encode)
)
def test_whatever_comes_only_source_errors_are_raised(body: bytes) -> None:
    for whole in (body, _channel().encode().replace(b"</body>", body)):
        try:
            _read(whole)
        except SourceError:
            continue
