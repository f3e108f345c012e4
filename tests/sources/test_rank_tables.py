"""Tables of ranks, from documentation: exports are one site's places, only whole lists are results."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.errors import InputError, SourceChanged, SourceError
from deckgen.model.evidence import Observation, ResultPage, SearchResult
from deckgen.model.exchange import Page, Request
from deckgen.model.origin import Kind
from tests.factories import a_page
from tests.sources.harness import a_brief_for, a_source, all_read, of_type

TABLES = a_source("rank_tables")
SEMRUSH = "Keyword,Position,Search Volume,Keyword Difficulty,URL,Traffic Cost,Timestamp,Position Type\n"
SITES = ("a", "b", "norrvind", "velmora", "c", "d", "e", "f", "g", "h")


def _file(body: bytes | str) -> Page:
    request = Request(url="file:ranks/march.csv", about="march.csv", step="ranks")
    return a_page(body, request=request, source="rank_tables")


def _found(body: bytes | str, **options: Any) -> list[Any]:
    listed = {name: [value] if isinstance(value, str) else value for name, value in options.items()}
    return all_read(TABLES, _file(body), a_brief_for("rank_tables", options=listed))


def _places(found: list[Any]) -> list[tuple[str, str, Decimal, Kind]]:
    return [
        (o.about, o.note, o.value, o.kind)
        for o in of_type(Observation, found)
        if o.metric == "search_position"
    ]


def _list(ranks: list[int], sites: tuple[str, ...] = SITES, query: str = "best city e-bike") -> str:
    rows = (f"{query},{rank},https://{sites[i % len(sites)]}.example/{i}" for i, rank in enumerate(ranks))
    return "\n".join(["query,rank,url", *rows])


def _zip(**members: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, body in members.items():
            package.writestr(f"{name}.csv", body)
    return file.getvalue()


def test_an_export_of_one_site_is_its_places_and_never_a_list_of_results() -> None:
    rows = [
        f"best city e-bike,{i},100,9,https://norrvind.example/{i},1,2026-11-10,Organic\n"
        for i in range(1, 12)
    ]

    found = _found(SEMRUSH + "".join(rows), complete="yes")

    assert of_type(SearchResult, found) == of_type(ResultPage, found) == []
    assert _places(found) == [("us", "industry-1", Decimal(1), Kind.EXACT)]
    assert {(o.platform, o.as_of) for o in of_type(Observation, found)} == {("google", date(2026, 11, 10))}


def test_an_export_counts_for_how_many_queries_a_site_is_found_as_far_as_it_goes() -> None:
    ranks = {"norrvind": 1, "e-bike battery": 10, "e-bike lock": 11, "bike stand": 20, "bell": 99, "x": 101}
    body = SEMRUSH + "".join(
        f"{query},{rank},100,9,https://www.norrvind.example/p,1,,Organic\n" for query, rank in ranks.items()
    )

    counts = {o.metric: (o.value, o.kind) for o in of_type(Observation, _found(body)) if not o.note}

    assert counts == {
        "search_top10": (Decimal(2), Kind.AT_LEAST),
        "search_top20": (Decimal(4), Kind.AT_LEAST),
        "search_top100": (Decimal(5), Kind.AT_LEAST),
    }


def test_boxes_of_the_page_and_lost_places_are_no_places() -> None:
    body = (
        SEMRUSH
        + "norrvind,2,9,9,https://norrvind.example/,1,,AI overview\n"
        + "norrvind,7,9,9,https://norrvind.example/,1,,Organic\n"
        + "best city e-bike,-,9,9,https://norrvind.example/,1,,Organic\n"
    )

    assert _places(_found(body)) == [("us", "brand-1", Decimal(7), Kind.EXACT)]


@pytest.mark.parametrize(
    "header",
    [
        "Top queries,Clicks,Impressions,CTR,Position",
        "Häufigste Suchanfragen,Klicks,Impressionen,Klickrate,Durchschnittliche Position",
        "Vanligaste sökfrågorna,Klick,Visningar,Klickfrekvens,Genomsnittlig position",
        "Populære forespørgsler,Klik,Eksponeringer,Klikrate,Gennemsnitlig position",
        "Populære søk,Klikk,Visninger,Klikkfrekvens,Gjennomsnittlig posisjon",
        "Suosituimmat kyselyt,Klikkaukset,Näyttökerrat,CTR,Sijainti",
    ],
)
def test_search_console_gives_our_average_places_in_six_languages(header: str) -> None:
    found = _found(f'{header}\nNorrvind,9,300,3%,"1,4"\nbest city e-bike,1,80,1%,18.25\nbell,0,2,0%,0\n')

    assert _places(found) == [
        ("us", "brand-1", Decimal("1.4"), Kind.ESTIMATE),
        ("us", "industry-1", Decimal("18.25"), Kind.ESTIMATE),
    ]
    assert {o.kind for o in of_type(Observation, found)} == {Kind.ESTIMATE}


def test_search_console_s_zip_is_read_and_its_pages_say_whose_it_is() -> None:
    queries = "Top queries,Clicks,Impressions,CTR,Position\nbest city e-bike,1,80,1%,8.5\n"
    pages = "Top pages,Clicks,Impressions,CTR,Position\nhttps://www.velmora.example/,1,80,1%,8.5\n"

    found = _found(_zip(Filters="Filter,Value\nDate,3 months\n", Pages=pages, Queries=queries))

    assert [place[0] for place in _places(found)] == ["velmora"]
    assert found[0].origin.url == "file:ranks/march.csv"


def test_a_stranger_s_search_console_is_told() -> None:
    queries = "Top queries,Clicks,Impressions,CTR,Position\nnorrvind,1,80,1%,8.5\n"
    pages = "Top pages,Clicks,Impressions,CTR,Position\nhttps://stranger.example/,1,80,1%,8.5\n"

    with pytest.raises(SourceChanged, match=r"stranger\.example, which no company of the brief owns; add"):
        _found(_zip(Pages=pages, Queries=queries))


def test_a_workbook_from_search_console_is_read_from_its_sheet_of_queries() -> None:
    book = openpyxl.Workbook()
    book.active.append(["Date", "Clicks"])
    for title, first, rows in (("Pages", "Top pages", 5), ("Queries", "Top queries", 1)):
        sheet = book.create_sheet(title)
        sheet.append([first, "Clicks", "Impressions", "CTR", "Position"])
        for _ in range(rows):
            sheet.append(["norrvind" if rows == 1 else "https://norrvind.example/", 4, 40, 0.1, 2.5])
    file = io.BytesIO()
    book.save(file)

    assert _places(_found(file.getvalue())) == [("us", "brand-1", Decimal("2.5"), Kind.ESTIMATE)]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_ahrefs_tabs_are_read_in_every_encoding_it_uses(encoding: str) -> None:
    text = (
        "Keyword\tVolume\tKD\tCPC\tCurrent position\tCurrent URL\tUpdated\n"
        "norrvind\t900\t1\t0.1\t1\thttps://norrvind.example/\t2026-11-09\n"
        "best city e-bike\t900\t1\t0.1\t\thttps://norrvind.example/\t2026-11-09\n"
    )

    found = _found(text.encode(encoding))

    assert _places(found) == [("us", "brand-1", Decimal(1), Kind.EXACT)]
    assert found[0].as_of == date(2026, 11, 9)


def test_a_list_from_one_to_ten_over_several_sites_is_all_that_the_engine_listed() -> None:
    found = _found(_list(list(range(1, 11))), engine="google")

    (sheet,) = of_type(ResultPage, found)
    results = of_type(SearchResult, found)
    assert (sheet.query, sheet.engine, sheet.organic, sheet.has_more) == ("industry-1", "google", 10, None)
    assert [r.rank for r in results] == list(range(1, 11))
    assert _places(found) == []


@pytest.mark.parametrize(
    ("ranks", "sites", "options"),
    [
        ([1, 2, 3], SITES, {}),
        ([*range(1, 10), 11], SITES, {}),
        (list(range(1, 11)), ("norrvind", "velmora"), {}),
        (list(range(1, 11)), SITES, {"complete": "no"}),
    ],
    ids=["short", "with a gap", "of two sites", "said to be a choice"],
)
def test_any_other_list_is_some_companies_places_only(
    ranks: list[int], sites: tuple[str, ...], options: dict[str, str]
) -> None:
    found = _found(_list(ranks, sites), engine="google", **options)

    assert of_type(SearchResult, found) == of_type(ResultPage, found) == []
    assert _places(found)[0][:2] == ("us", "industry-1")


def test_a_short_list_counts_as_whole_where_the_brief_says_so() -> None:
    found = _found(_list([3, 1, 2]), engine="bing", complete="yes")

    assert [(r.rank, r.url) for r in of_type(SearchResult, found)] == [
        (1, "https://b.example/1"),
        (2, "https://norrvind.example/2"),
        (3, "https://a.example/0"),
    ]


@pytest.mark.parametrize(
    ("ranks", "sites", "says"),
    [([1, 2, 4], SITES, "without a gap"), ([1, 2, 3], ("norrvind",), "lists one site only")],
)
def test_a_list_that_is_not_whole_is_not_believed_to_be(
    ranks: list[int], sites: tuple[str, ...], says: str
) -> None:
    with pytest.raises(SourceChanged, match=says):
        _found(_list(ranks, sites), engine="google", complete="yes")


def test_a_list_is_of_the_day_that_it_names() -> None:
    body = "query,rank,url,engine,date\n" + "".join(
        f"norrvind,{i},https://{site}.example/,google.se,2026-10-0{i}\n" for i, site in enumerate("abc", 1)
    )

    found = _found(body, complete="yes")

    assert {r.engine for r in of_type(SearchResult, found)} == {"google"}
    assert {r.origin.retrieved_at for r in found} == {datetime(2026, 10, 1, tzinfo=UTC)}
    assert {r.published_on for r in of_type(SearchResult, found)} == {None}


def test_the_day_of_an_undated_export_is_the_one_that_the_brief_names() -> None:
    body = "query,rank,url\nnorrvind,4,https://norrvind.example/\n"

    found = _found(body, engine="google", exported_on="2026-10-30")

    assert [o.as_of for o in found] == [date(2026, 10, 30)]


@pytest.mark.parametrize(
    ("body", "options", "says"),
    [
        ("Wort,Platz\nnorrvind,1\n", {}, "found are 'Wort', 'Platz'; say which they are in the brief"),
        ("query,rank,url\nnorrvind,first,https://norrvind.example/\n", {}, "line 2: 'first' is no position"),
        ("query,rank,url\nnorrvind,1,https://norrvind.example/\n", {}, "does not say which engine"),
        (
            "query,rank,url\nnorrvind,1,https://norrvind.example/\n",
            {"engine": "altavista"},
            "'altavista' is no known engine",
        ),
        ("query,rank,url\nbell,1,https://a.example/\n", {"engine": "bing"}, "its first query is 'bell'"),
        ("Top pages,Clicks,Impressions,Position\nhttps://a.example/,1,2,3\n", {}, "lists pages without"),
        (_zip(Filters="Filter,Value\nDate,3 months\n"), {}, "no table in it has queries"),
    ],
)
def test_what_cannot_be_read_is_told_in_one_line(
    body: bytes | str, options: dict[str, str], says: str
) -> None:
    with pytest.raises(SourceChanged) as raised:
        _found(body, **options)

    assert says in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"columns": ["when=Date"]}, "'when=Date' is no meaning=column; the meanings are query, rank"),
        ({"complete": ["maybe"]}, 'complete is \'maybe\'; write "yes" or "no"'),
        ({"exported_on": ["lately"]}, "exported_on is 'lately'; write a day as 2026-11-22"),
    ],
)
def test_options_that_nothing_can_be_read_with_are_told_at_once(
    options: dict[str, list[str]], says: str
) -> None:
    with pytest.raises(InputError, match=says):
        tuple(TABLES.requests(a_brief_for("rank_tables", options=options)))


def test_a_zip_that_unpacks_to_too_much_is_refused() -> None:
    with pytest.raises(SourceChanged, match="unpacks to more than 30 MB"):
        _found(_zip(Queries="x" * 31_000_000))


def test_files_are_asked_as_the_brief_names_them() -> None:
    brief = a_brief_for("rank_tables", options={"files": ["ranks\\march.csv"]})

    assert [(r.url, r.about) for r in TABLES.requests(brief)] == [("file:ranks/march.csv", "march.csv")]


@given(st.binary(max_size=120) | st.text(max_size=120).map(lambda t: f"query,rank,url\n{t}".encode()))
@settings(max_examples=80, deadline=1000)
def test_no_file_raises_anything_but_an_error_of_a_source(body: bytes) -> None:
    with suppress(SourceError):
        _found(body, engine="google")


@pytest.mark.parametrize("rank", ["1,000", "1.000"])
def test_a_thousand_with_a_mark_is_not_read_as_the_first_place(rank: str) -> None:
    with pytest.raises(SourceChanged, match="can be 1 or 1000"):
        _found(f'query,rank,url\nbest city e-bike,"{rank}",https://norrvind.example/\n', engine="google")


def test_marks_of_writing_direction_around_a_place_are_passed_over() -> None:
    found = _found(
        "query,rank,url\nbest city e-bike,\u200e7\u200f,https://norrvind.example/\n", engine="google"
    )

    assert [value for _, _, value, _ in _places(found)] == [Decimal(7)]


@pytest.mark.parametrize("written", ["3/4/2026", "3.4.26", "1405/08/30"])
def test_a_day_that_cannot_be_told_for_sure_is_not_taken_for_that_of_the_file(written: str) -> None:
    with pytest.raises(SourceChanged, match=r"line 2: .* is no day that can be told for sure"):
        _found(
            f"query,rank,url,date\nbest city e-bike,7,https://norrvind.example/,{written}\n", engine="google"
        )


def test_a_day_that_is_not_said_is_that_of_the_file() -> None:
    found = _found("query,rank,url,date\nbest city e-bike,7,https://norrvind.example/,-\n", engine="google")

    assert len(_places(found)) == 1
