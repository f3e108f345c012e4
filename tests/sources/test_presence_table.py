"""Tables of numbers read by hand, from documentation: what is believed, what is refused, and how."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.errors import InputError, SourceChanged, SourceError
from deckgen.model.brief import Brief, SourceSettings
from deckgen.model.evidence import Gap, Observation, Presence, PresenceState, Proof
from deckgen.model.exchange import GapReason, Page, Request
from deckgen.model.origin import Kind
from tests.factories import a_brief, a_company, a_page
from tests.sources.harness import a_source, all_read, of_type

HEAD = "company,platform,handle_or_url,metric,value,as_of,source_url,entered_by,note\n"
LINKEDIN = "https://www.linkedin.com/company/velmora"


def _brief(**options: str) -> Brief:
    settings_ = SourceSettings(options={name: (value,) for name, value in options.items()})
    return a_brief(
        us=a_company(aliases=("Norrvind Group",)), sources={"presence_table": settings_} if options else {}
    )


def _line(**changes: str) -> str:
    cells = {
        "company": "Velmora",
        "platform": "LinkedIn",
        "handle": LINKEDIN,
        "metric": "audience",
        "value": "12300",
        "as_of": "2026-11-20",
        "source_url": LINKEDIN,
        "entered_by": "Anna Berg",
        "note": "",
        **changes,
    }
    return ",".join(f'"{cell}"' for cell in cells.values()) + "\n"


def _page(body: str | bytes, name: str = "numbers.csv") -> Page:
    request = Request(url=f"file:tables/{name}", about=name, step="table")
    return a_page(body, source="presence_table", request=request)


def _read(*lines: str, **options: str) -> list[Any]:
    return all_read(a_source("presence_table"), _page(HEAD + "".join(lines)), _brief(**options))


def _refusals(*lines: str, **options: str) -> list[str]:
    return [gap.detail for gap in of_type(Gap, _read(*lines, **options))]


def test_each_file_is_asked_for_once() -> None:
    [asked] = a_source("presence_table").requests(_brief(files="tables/numbers.csv"))

    assert (asked.url, asked.about) == ("file:tables/numbers.csv", "numbers.csv")


@pytest.mark.parametrize(("option", "value"), [("decimal", ";"), ("date_order", "ymd")])
def test_an_option_that_says_nothing_is_told_before_any_file_is_read(option: str, value: str) -> None:
    with pytest.raises(InputError, match=rf"sources\.presence_table\.{option}"):
        list(a_source("presence_table").requests(_brief(**{option: value})))


def test_a_line_is_a_number_of_its_day_with_its_page_and_reader() -> None:
    found = _read(_line())

    [said] = of_type(Observation, found)
    assert (said.about, said.platform, said.metric, said.value, said.as_of, said.kind, said.handle) == (
        "velmora",
        "linkedin",
        "audience",
        Decimal(12300),
        date(2026, 11, 20),
        Kind.EXACT,
        "velmora",
    )
    assert said.note == "read by Anna Berg"
    assert (said.origin.url, said.origin.locator) == (LINKEDIN, "line 2, read by Anna Berg")
    assert said.origin.retrieved_at == datetime(2026, 11, 20, tzinfo=UTC)
    [presence] = of_type(Presence, found)
    assert (presence.state, presence.proof, presence.handle, presence.url) == (
        PresenceState.PRESENT,
        Proof.USER,
        "velmora",
        LINKEDIN,
    )


def test_several_days_of_one_account_make_a_series_and_one_presence() -> None:
    days = ["2026-05-01", "2026-11-20", "2026-08-10"]

    found = _read(*(_line(as_of=day, value=str(1000 + i)) for i, day in enumerate(days)))

    assert [(o.as_of.isoformat(), int(o.value)) for o in of_type(Observation, found)] == [
        ("2026-05-01", 1000),
        ("2026-11-20", 1001),
        ("2026-08-10", 1002),
    ]
    assert [p.origin.locator for p in of_type(Presence, found)] == ["line 3, read by Anna Berg"]


def test_an_abbreviated_number_is_an_estimate_in_its_steps() -> None:
    [said] = of_type(Observation, _read(_line(value="1.2K")))

    assert (said.value, said.rounded_to, said.kind) == (Decimal(1200), Decimal(100), Kind.ESTIMATE)


def test_an_ambiguous_number_is_refused_with_file_line_and_what_to_do() -> None:
    [refusal] = _refusals(_line(value="1.234"))

    assert refusal == (
        "numbers.csv, line 2: value '1.234' can be read in two ways; write its digits, e.g. 12300, "
        'or say decimal = "." or "," in the brief'
    )


def test_the_brief_or_the_column_tells_how_numbers_are_written() -> None:
    told = _read(_line(value="1.234"), decimal=",")
    betrayed = _read(_line(value="1.234"), _line(value="2,5K", platform="facebook", handle="velmora"))

    assert of_type(Observation, told)[0].value == 1234
    assert [int(o.value) for o in of_type(Observation, betrayed)] == [1234, 2500]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"as_of": ""}, "as_of is empty; write the day it was read, as 2026-11-22"),
        (
            {"as_of": "3/4/2026"},
            "as_of '3/4/2026' is no day that can be told for sure; write it as 2026-11-22",
        ),
        ({"as_of": "2026-11-23"}, "as_of is 2026-11-23, after 2026-11-22, the day of this run"),
        ({"source_url": ""}, "source_url is no address; copy the whole address of the page, with https://"),
        ({"source_url": "LinkedIn"}, "source_url is no address"),
        ({"company": "Acme"}, "company 'Acme' is not in the brief; write us or one of: Norrvind, Velmora"),
        ({"company": ""}, "company is empty; write us or one of:"),
        ({"platform": "Orkut"}, "platform 'Orkut' is not known; write one of: blog, bluesky"),
        ({"metric": "likes"}, "metric 'likes' is not known; write one of: audience, posts_90d"),
        ({"metric": ""}, "metric '' is not known"),
        ({"handle": "https://x.com/velmora"}, "is no account on linkedin; copy the address of the profile"),
        ({"value": ""}, "value '' is no count; write its digits, e.g. 12300"),
        ({"value": "", "note": "no time"}, "value '' is no count"),
        ({"metric": "last_post", "value": "soon"}, "value 'soon' is no day that can be told for sure"),
    ],
)
def test_a_line_that_cannot_be_believed_is_refused_and_the_others_are_read(
    changes: dict[str, str], says: str
) -> None:
    found = _read(_line(**changes), _line(company="us", handle="norrvind"))

    [gap] = of_type(Gap, found)
    assert (gap.reason, gap.about, gap.step) == (GapReason.CHANGED, "numbers.csv", "line")
    assert gap.detail.startswith("numbers.csv, line 2: ")
    assert says in gap.detail
    assert [o.about for o in of_type(Observation, found)] == ["us"]


def test_the_line_that_is_named_is_that_of_the_file_even_behind_empty_ones() -> None:
    body = "Read by hand\n\n" + HEAD + "\n" + _line() + "\n\n" + _line(as_of="", value="7")

    [gap] = of_type(Gap, all_read(a_source("presence_table"), _page(body), _brief()))

    assert gap.detail.startswith("numbers.csv, line 8: as_of is empty")


def test_of_very_many_refused_lines_the_first_are_told_and_the_rest_is_counted() -> None:
    refusals = _refusals(*(_line(as_of="") for _ in range(45)))

    assert len(refusals) == 41
    assert refusals[-1] == "numbers.csv: 5 more lines are not read; correct those above first"


def test_a_confirmed_none_is_absence() -> None:
    found = _read(_line(handle="", metric="", value="", note="None", platform="TikTok"))

    [presence] = of_type(Presence, found)
    assert (presence.platform, presence.state, presence.reason, presence.proof) == (
        "tiktok",
        PresenceState.ABSENT,
        "user-confirmed-none",
        Proof.USER,
    )
    assert of_type(Observation, found) == []


@pytest.mark.parametrize(
    ("none_on", "state"), [("2026-11-21", PresenceState.ABSENT), ("2026-11-19", PresenceState.PRESENT)]
)
def test_the_newest_line_decides_whether_there_is_an_account(none_on: str, state: PresenceState) -> None:
    none = _line(handle="", metric="", value="", note="none", as_of=none_on)

    found = _read(none, _line())

    assert [p.state for p in of_type(Presence, found)] == [state]
    assert [int(o.value) for o in of_type(Observation, found)] == [12300]


def test_the_day_of_the_last_post_is_the_last_activity_and_no_number() -> None:
    found = _read(_line(), _line(metric="last post", value="2026-11-18"))

    assert [p.last_active for p in of_type(Presence, found)] == [date(2026, 11, 18)]
    assert [o.metric for o in of_type(Observation, found)] == ["audience"]


def test_a_line_said_twice_counts_once_and_one_that_contradicts_is_refused() -> None:
    found = _read(_line(), _line(), _line(value="99"))

    assert [int(o.value) for o in of_type(Observation, found)] == [12300]
    assert [g.detail for g in of_type(Gap, found)] == [
        "numbers.csv, line 4: says another value than line 2 for the same day; keep one of them"
    ]


@pytest.mark.parametrize("written", ["us", "US", "Norrvind", "norrvind group", "www.norrvind.example"])
def test_a_company_may_be_called_by_any_of_its_names(written: str) -> None:
    assert [o.about for o in of_type(Observation, _read(_line(company=written)))] == ["us"]


def test_other_names_and_orders_of_columns_are_understood() -> None:
    body = "Date;Brand;Network;Followers by;Number;Link;Measure\n20.11.2026;Velmora;Twitter;x;12 300;https://x.com/velmora;Followers\n"

    found = all_read(a_source("presence_table"), _page(body), _brief())

    assert [(o.platform, o.metric, int(o.value)) for o in of_type(Observation, found)] == [
        ("x", "audience", 12300)
    ]


def test_a_table_without_a_column_that_is_needed_is_refused_as_a_whole() -> None:
    with pytest.raises(SourceChanged, match=r"numbers\.csv: has no column as_of, source_url; its first line"):
        all_read(a_source("presence_table"), _page("company,platform,value\nus,x,3\n"), _brief())


def test_a_workbook_is_read_with_its_days_and_numbers() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Company", "Platform", "Metric", "Value", "As of", "Source URL"])
    sheet.append(
        ["Velmora", "threads", "audience", 4321, datetime(2026, 11, 2), "https://www.threads.com/@v"]
    )
    out = BytesIO()
    book.save(out)

    found = all_read(a_source("presence_table"), _page(out.getvalue(), "numbers.xlsx"), _brief())

    assert [(o.platform, int(o.value), o.as_of, o.note) for o in of_type(Observation, found)] == [
        ("threads", 4321, date(2026, 11, 2), "")
    ]


@settings(max_examples=80)
@given(st.lists(st.lists(st.text(max_size=8), max_size=9), max_size=4))
def test_whatever_stands_in_a_table_only_source_errors_are_raised(cells: list[list[str]]) -> None:
    body = HEAD + "\n".join(",".join(line) for line in cells)
    try:
        all_read(a_source("presence_table"), _page(body.encode(errors="replace")), _brief())
    except SourceError:
        return


@pytest.mark.parametrize("metric", ["last_post", "created"])
def test_a_day_after_the_one_on_which_it_was_read_is_not_believed(metric: str) -> None:
    (why,) = _refusals(_line(metric=metric, value="2026-11-21"))

    assert "value is 2026-11-21, after 2026-11-20, the day it was read" in why


def test_marks_of_writing_direction_that_were_copied_along_are_passed_over() -> None:
    (seen,) = of_type(
        Observation, _read(_line(value="\u200e12,300\u200f", as_of="\u200e2026-11-20"), decimal=".")
    )

    assert (seen.value, seen.as_of) == (Decimal(12300), date(2026, 11, 20))
