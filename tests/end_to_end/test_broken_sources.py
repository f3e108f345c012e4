"""Services and files that fail, each in its own way: the deck is built, says so, and the run ends with 3."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from tests.end_to_end.client import FEEDS, HOSTS, Ran, a_folder, brief_of
from tests.end_to_end.forked import deckgen
from tests.end_to_end.reading import slides
from tests.end_to_end.web import Web, fictional_web
from tests.server import Reply

pytestmark = pytest.mark.network
RSS = b'<?xml version="1.0"?><rss version="2.0"><channel><title>A paper</title>'
FILES = """
[sources.saved_pages]
files = "pages/*.html"

[sources.listening_export]
files = "posts.csv"
"""
EXPORT = (
    "Published;Headline;Link;Tone\r\n"
    "04.05.2026;Norrvind i regn – 9 km;https://blogg.example/a;Neutral\r\n"
    "17.08.2026;Kö för reservdel till Norrvind;https://blogg.example/b;Negative\r\n"
)


def with_files(folder: Path, base: str, *, export: bytes) -> Path:
    pages = folder / "pages"
    pages.mkdir(parents=True)
    (pages / "noise.html").write_bytes(bytes(range(256)) * 9)
    (pages / "check.html").write_bytes(b"<html><form id='captcha-form'></form>unusual traffic</html>")
    (folder / "posts.csv").write_bytes(export)
    return a_folder(folder, brief_of(base, more=FILES))


def gap_lines(ran: Ran) -> list[str]:
    """The lines that tell what got no answer, without the server's address."""
    lines = ran.err.splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("Open: "))
    return sorted(line.strip() for line in lines[start + 1 :] if line.startswith("  "))


def break_presence(web: Web, is_over: threading.Event) -> None:
    """Our own site never answers, Wikipedia hangs up, one feed is empty, one ends in the middle ..."""

    def never() -> Reply:
        is_over.wait(30)
        return Reply()

    web.faults.update(
        {
            "norrvind.example": never,
            "en.wikipedia.org": lambda: Reply(raw=b"\r\n"),
            "public.api.bsky.app": lambda: Reply(status=403, body=b"<html>Verify you are human</html>"),
            "www.wikidata.org": lambda: Reply(body=b"<!DOCTYPE html><html><body>Maintenance</body></html>"),
            "hn.algolia.com": lambda: Reply(status=500),
            "mastodon.social": lambda: Reply(status=429, headers=(("Retry-After", "86400"),)),
            FEEDS[0]: lambda: Reply(body=RSS + b"</channel></rss>"),
            FEEDS[1]: lambda: Reply(body=RSS + b"<item><title>Norr"),
        }
    )


def test_each_fault_is_told_in_one_line_and_shown_in_the_deck(tmp_path: Path) -> None:
    is_over = threading.Event()
    with fictional_web() as web:
        break_presence(web, is_over)
        folder = with_files(tmp_path, web.base, export=b"Foo;Bar\r\n1;2\r\n")
        ran = deckgen("build", folder, "--length", "meeting", HURRIED_TRY_S="3")
        is_over.set()
        deck = (folder / "deck.pptx").read_bytes()
        base = web.base
    offline = deckgen("build", folder, "--length", "meeting", "--offline")

    assert ran.code == 3
    assert ran.out.splitlines()[-1] == str(folder / "deck.pptx")
    assert gap_lines(ran) == [
        "bluesky: blocked (3): status 403",
        f"feeds: changed (1): {base}/{FEEDS[1]}/feed: the feed is unreadable, "
        "it stops in the middle; try again later",
        "hackernews: server-error (10): status 500",
        "listening_export: changed (1): posts.csv: needed are a column with dates and one with a title or "
        "text, found are 'Foo', 'Bar'; say which they are in the brief, "
        'e.g. columns = ["date=Published on", "text=Post"]',
        "mastodon_tags: throttled (5): status 429",
        "pageviews: unreachable (3): no response line received",
        "saved_pages: blocked (1): file:pages/check.html is a bot check of the engine, not results; "
        "solve it in the browser and save the results again",
        "saved_pages: changed (1): file:pages/noise.html is no result page of Google, Bing, Brave Search, "
        "DuckDuckGo, Mojeek, Startpage, Ecosia or Qwant; take it out of 'files'",
        "website: timeout (1): no whole answer within 3 seconds",
        f"wikidata: blocked (3): {base}/www.wikidata.org/w/api.php?action=wbsearchentities&format=json"
        "&formatversion=2&language=en&type=item&limit=7&search=Norrvind+Cycles: a web page came instead of "
        "data; the service may be turning us away",
        "wikipedia: unreachable (3): the same",
    ]
    assert ran.err.splitlines()[-1] == "Run the same command again to ask only these once more."
    assert (offline.code, gap_lines(offline)) == (3, gap_lines(ran))
    assert (folder / "deck.pptx").read_bytes() == deck
    shown = " ".join(
        slide for slide in slides(folder / "deck.pptx") if "Questions without an answer" in slide
    )
    for source in ("Bluesky", "Hacker News", "Mastodon", "Saved result pages", "Wikidata", "Wikipedia"):
        assert source in shown


def test_when_all_is_well_again_only_what_failed_for_a_time_is_asked_again(tmp_path: Path) -> None:
    is_over = threading.Event()
    is_over.set()
    with fictional_web() as web:
        folder = a_folder(tmp_path, brief_of(web.base, only=("feeds", "wikipedia", "hackernews", "website")))
        break_presence(web, is_over)
        first = deckgen("collect", folder)
        web.faults.clear()
        web.forget()
        second = deckgen("collect", folder)
        again = {path.split("/")[1] for path in web.asked()}

    assert (first.code, second.code) == (3, 3)
    assert again >= {"en.wikipedia.org", "hn.algolia.com", "norrvind.example"}
    assert not again & {*FEEDS, "velmora.example", "brightspoke.example", "robots.txt"}
    assert gap_lines(second) == [line for line in gap_lines(first) if line.startswith("feeds")]


def test_no_answer_from_anybody_gives_a_memo_and_loses_nothing(tmp_path: Path) -> None:
    with fictional_web() as web:
        hosts = {host.partition("/")[0] for host in HOSTS.values()} | set(FEEDS)
        sites = {f"{name}.example" for name in ("norrvind", "velmora", "brightspoke")}
        web.faults.update(dict.fromkeys(hosts | sites, lambda: Reply(status=500)))
        folder = a_folder(tmp_path, brief_of(web.base))
        ran = deckgen("build", folder)
        web.faults.clear()
        again = deckgen("build", folder)

    assert ran.code == 3
    assert ran.err.splitlines()[-1] == (
        "No source answered, so nothing was measured: check that you are online, "
        "then run the same command again. The file says so too."
    )
    assert again.code == 0, again.err
    assert "memo" not in again.err


def test_an_answer_without_content_is_the_same_gap_when_it_is_replayed(tmp_path: Path) -> None:
    with fictional_web() as web:
        web.faults["hn.algolia.com"] = Reply
        folder = a_folder(tmp_path, brief_of(web.base, only=("hackernews",)))
        online = deckgen("build", folder)
        offline = deckgen("build", folder, "--offline")

    assert gap_lines(online) == ["hackernews: empty (10): status 200 without any content"]
    assert gap_lines(offline) == gap_lines(online)


def test_an_export_in_utf_16_with_semicolons_simply_works(tmp_path: Path) -> None:
    (tmp_path / "posts.csv").write_bytes(EXPORT.encode("utf-16"))
    table = '[sources.listening_export]\nfiles = "posts.csv"\ndate_order = "dmy"\n'
    brief = brief_of("http://127.0.0.1:9", only=("listening_export",), more=table)

    ran = deckgen("build", a_folder(tmp_path, brief))

    assert ran.code == 4, ran.err
    assert "  Listening tool export    1 answers, 3 items" in ran.err.splitlines()
    assert "Open:" not in ran.err


def test_a_file_that_was_mended_is_read_again_on_the_same_day(tmp_path: Path) -> None:
    (tmp_path / "posts.csv").write_bytes(b"Foo;Bar\r\n1;2\r\n")
    table = '[sources.listening_export]\nfiles = "posts.csv"\ndate_order = "dmy"\n'
    folder = a_folder(tmp_path, brief_of("http://127.0.0.1:9", only=("listening_export",), more=table))
    first = deckgen("collect", folder)
    (tmp_path / "posts.csv").write_bytes(EXPORT.encode("utf-16"))

    second = deckgen("collect", folder)

    assert (first.code, second.code) == (3, 0)
