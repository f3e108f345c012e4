"""Exports of listening tools: the recorded header, other tools' columns, encodings, and clear refusals."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from deckgen.errors import InputError, SourceChanged
from deckgen.model.evidence import Mention, Reading, SiteKind
from deckgen.model.exchange import Page, Request
from deckgen.model.origin import Kind
from tests.factories import a_brief, a_page, a_topic
from tests.sources.harness import a_brief_for, a_source, all_read, of_type

EXPORT = a_source("listening_export")


def a_file(body: bytes | str, name: str = "exports/march.csv") -> Page:
    return a_page(
        body, request=Request(url=f"file:{name}", about=name, step="export"), source="listening_export"
    )


def mentions(body: bytes | str, **options: list[str]) -> list[Any]:
    brief = a_brief_for("listening_export", options=options)
    return of_type(Mention, all_read(EXPORT, a_file(body), brief))


def test_recording_meltwater_five_rows_by_the_genuine_header(recorded: Path) -> None:
    body = (recorded / "mentions/meltwater/explore_export_5rows.csv").read_bytes()
    brief = a_brief(topics=(a_topic(phrases=("nike",), hashtags=()),))

    found = all_read(EXPORT, a_file(body), brief)

    rows = of_type(Mention, found)
    assert len(rows) == len({row.key for row in rows}) == 5
    days = [row.published_at.date() for row in rows]
    assert (min(days), max(days)) == (date(2025, 9, 27), date(2025, 10, 19))
    assert rows[0].title == "Nike news story 1 on basketball"
    assert (rows[0].site, rows[0].sentiment, rows[0].language) == ("Reuters", "positive", "en")
    assert EXPORT.recognised(a_file(body), brief) == "Meltwater, 5 rows"  # type: ignore[attr-defined]


def test_recording_meltwater_third_row_is_a_post_without_headline(recorded: Path) -> None:
    body = (recorded / "mentions/meltwater/explore_export_5rows.csv").read_bytes()
    brief = a_brief(topics=(a_topic(phrases=("nike",), hashtags=()),))

    post = of_type(Mention, all_read(EXPORT, a_file(body), brief))[2]

    assert post.title == ""
    assert post.excerpt == "Nike mentioned in social chatter about shoes and brand perception."
    assert post.key == "https://twitter.com/nike_watch/status/100000000000000002"
    assert (post.author, post.site_kind) == ("@nike_watch2", SiteKind.SOCIAL)


@pytest.mark.parametrize(
    ("header", "row"),
    [  # shapes from documentation
        ("Query Id,Query Name,Date,Title,Snippet,Url,Domain,Sentiment,Page Type,Language",
         "1,Brand,2026-03-04 09:00:00.0,A ride,On a Norrvind,https://b.example/p,b.example,neutral,blog,en"),
        ("date,time,title,content,URL,host,source category,sentiment,tags",
         "2026-03-04,09:00,A ride,On a Norrvind,https://b.example/p,b.example,Blogs,neutral,x"),
        ("published;url;title_snippet;content_snippet;source_type;domain_url;reach;sentiment;lang",
         "2026-03-04 09:00;https://b.example/p;A ride;On a Norrvind;BLOG;b.example;9;neutral;en"),
        ("Published\tTitle\tMention\tLink\tSource Name\tSource Type\tTone",
         "04.03.2026\tA ride\tOn a Norrvind\thttps://b.example/p\tb.example\tblogs\tneutral"),
    ],
    ids=["brandwatch", "brand24", "talkwalker", "tab separated"],
)  # fmt: skip
def test_the_columns_of_other_tools_are_known(header: str, row: str) -> None:
    (found,) = mentions(f"{header}\n{row}\n")

    assert (found.title, found.excerpt, found.url) == ("A ride", "On a Norrvind", "https://b.example/p")
    assert found.published_at.date() == date(2026, 3, 4)
    assert (found.site, found.site_kind, found.sentiment) == ("b.example", SiteKind.BLOG, "neutral")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_utf_16_with_semicolons_and_other_habits_are_read(encoding: str) -> None:
    text = "Bericht März 2026;;\n;;\nDate;Headline;URL\n2026-03-04;Norrvind fährt über Land;https://b.example/p\n"

    (found,) = mentions(text.encode(encoding))

    assert found.title == "Norrvind fährt über Land"
    assert found.origin.locator == "line 4"


def test_a_workbook_is_read_from_the_sheet_that_has_the_columns() -> None:
    book = openpyxl.Workbook()
    book.active.append(["Period", "March"])
    sheet = book.create_sheet("Mentions")
    sheet.append(["Date", "Title", "Tweet Id"])
    sheet.append([datetime(2026, 3, 4, 9, 0), "Norrvind rides", "100000000000000002"])
    file = io.BytesIO()
    book.save(file)

    (found,) = mentions(file.getvalue())

    assert (found.title, found.published_at) == ("Norrvind rides", datetime(2026, 3, 4, tzinfo=UTC))


def test_unknown_columns_are_told_with_file_found_and_needed() -> None:
    with pytest.raises(SourceChanged) as raised:
        mentions("Wann,Was\n2026-03-04,Norrvind\n")

    assert str(raised.value) == (
        "march.csv: needed are a column with dates and one with a title or text, found are 'Wann', 'Was'; "
        'say which they are in the brief, e.g. columns = ["date=Published on", "text=Post"]'
    )


def test_columns_that_the_brief_names_are_used() -> None:
    (found,) = mentions("Wann,Was\n2026-03-04,Norrvind\n", columns=["date=Wann", "title=Was"])

    assert found.title == "Norrvind"


def test_a_meaning_that_does_not_exist_is_told() -> None:
    with pytest.raises(InputError, match="'dat=Wann' begins with no meaning; did you mean date"):
        mentions("Wann,Was\n2026-03-04,Norrvind\n", columns=["dat=Wann"])


@pytest.mark.parametrize(
    ("dates", "options", "months"),
    [
        (["13/04/2026", "03/05/2026"], {}, [4, 5]),
        (["04/13/2026", "05/03/2026"], {}, [4, 5]),
        (["03/05/2026"], {"date_order": ["dmy"]}, [5]),
        (["03/05/2026"], {"date_order": ["mdy"]}, [3]),
    ],
)
def test_the_order_of_day_and_month_is_found_or_told(
    dates: list[str], options: dict[str, list[str]], months: list[int]
) -> None:
    rows = "".join(f"{on},Norrvind {i}\n" for i, on in enumerate(dates))

    found = mentions(f"Date,Title\n{rows}", **options)

    assert [m.published_at.month for m in found] == months


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("Date,Title\n03/05/2026,Norrvind\n", 'say date_order = "dmy" or "mdy" in the brief'),
        ("Date,Title\nsoon,Norrvind\n", "no date in its date column can be read, e.g. 'soon'"),
        ("<!DOCTYPE html><html></html>", "a web page or XML, not a table"),
        ("", "holds no table"),
        (b"PK\x03\x04rubbish", "no readable workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "an old or password-protected workbook"),
    ],
)
def test_what_cannot_be_read_is_told_in_one_line_that_names_the_file(body: bytes | str, says: str) -> None:
    with pytest.raises(SourceChanged) as raised:
        mentions(body)

    assert str(raised.value).startswith("march.csv: ")
    assert says in str(raised.value)
    assert "\n" not in str(raised.value)


def test_nothing_found_is_a_zero_only_for_topics_that_the_file_was_made_for() -> None:
    body = "Date,Title\n2026-03-04,Norrvind rides\n2026-04-01,Norrvind again\n"
    brief = a_brief_for("listening_export", options={"covers": ["us", "velmora"]})

    readings = of_type(Reading, all_read(EXPORT, a_file(body), brief))

    assert [(r.topic, r.start, r.end, r.kind) for r in readings] == [
        ("us", date(2026, 3, 4), date(2026, 4, 2), Kind.EXACT),
        ("velmora", date(2026, 3, 4), date(2026, 4, 2), Kind.EXACT),
    ]


def test_without_that_word_what_is_found_is_a_floor() -> None:
    body = "Date,Title\n2026-03-04,Norrvind rides\n"

    readings = of_type(Reading, all_read(EXPORT, a_file(body), a_brief_for("listening_export")))

    assert [(r.topic, r.kind) for r in readings] == [("us", Kind.AT_LEAST)]


def test_rows_without_address_are_one_mention_only_when_they_say_the_same() -> None:
    body = "Date,Title\n2026-03-04,Norrvind rides\n2026-03-04,Norrvind rides\n2026-03-05,Norrvind rides\n"

    keys = [m.key for m in mentions(body)]

    assert keys[0] == keys[1] != keys[2]


def test_a_tools_own_number_tells_rows_without_address_apart_but_not_what_excel_made_of_it() -> None:
    header = "Date,Headline,Hit Sentence,Input Name,Tweet Id\n"
    rows = "".join(f"2026-03-04,,Norrvind rides,n,{n}\n" for n in ("100000000000000002", "2.01985E+18", ""))

    first, *others = [m.key for m in mentions(header + rows)]

    assert first == "meltwater:100000000000000002"
    assert others[0] == others[1]
    assert others[0].startswith("row:")


def test_rows_marked_as_hidden_or_as_duplicates_are_left_out_and_counted() -> None:
    body = (
        "Date,Title,Hidden,Duplicate\n2026-03-04,Norrvind one,False,\n2026-03-05,Norrvind two,True,\n"
        "2026-03-06,Norrvind three,,yes\n2026-03-07,Norrvind four,TRUE,yes\n"
    )

    found = all_read(EXPORT, a_file(body), a_brief_for("listening_export"))

    assert [m.title for m in of_type(Mention, found)] == ["Norrvind one"]
    (reading,) = of_type(Reading, found)
    assert reading.end == date(2026, 3, 5)
    assert reading.origin.locator == (
        "rows: table of no known tool, 1 row, 2 marked as hidden left out, 1 marked as duplicates left out"
    )


@pytest.mark.parametrize("row", ["2026-03-05,,,", "soon,Norrvind,,"], ids=["no words", "no date"])
def test_a_file_with_rows_that_cannot_be_counted_is_no_exact_count(row: str) -> None:
    brief = a_brief_for("listening_export", options={"covers": ["us"]})

    found = all_read(EXPORT, a_file(f"Date,Title,Text,Url\n2026-03-04,Norrvind,,\n{row}\n"), brief)

    assert [r.kind for r in of_type(Reading, found)] == [Kind.AT_LEAST]


def test_an_empty_file_without_a_period_is_no_zero() -> None:
    brief = a_brief_for("listening_export", options={"covers": ["us"]})

    assert all_read(EXPORT, a_file("Date,Title\n"), brief) == []


def test_the_line_of_a_mention_is_that_of_the_file_behind_empty_rows() -> None:
    (found,) = mentions("Report\n\nDate,Title\n,\n,\n2026-03-04,Norrvind\n")

    assert found.origin.locator == "line 6"


def test_times_are_moved_to_utc_before_the_window_is_cut_when_a_line_names_their_zone() -> None:
    (found,) = mentions("Time zone: UTC+2\nDate,Time,Title\n2026-03-05,01:30,Norrvind\n")

    assert found.published_at == datetime(2026, 3, 4, 23, 30, tzinfo=UTC)


def test_a_check_tells_whose_file_it_is() -> None:
    body = "Query Id,Query Name,Date,Title,Url\n1,n,2026-03-04,Norrvind,https://b.example/\n"

    assert EXPORT.recognised(a_file(body), a_brief_for("listening_export")) == "Brandwatch, 1 row"  # type: ignore[attr-defined]


def test_files_are_asked_as_the_brief_names_them() -> None:
    brief = a_brief_for("listening_export", options={"files": ["exports\\march.csv"]})

    assert [(r.url, r.about) for r in EXPORT.requests(brief)] == [("file:exports/march.csv", "march.csv")]
