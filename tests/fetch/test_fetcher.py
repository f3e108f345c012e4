"""Fetching over real sockets: what servers do wrong, and what becomes of it."""

from __future__ import annotations

import asyncio
import gzip
import json
import os
import time
import zlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from deckgen import __version__
from deckgen.fetch.clock import Clock
from deckgen.fetch.fetcher import Fetcher
from deckgen.model.exchange import Failure, GapReason, Page, Request
from deckgen.model.source import Credential, Entry
from tests.factories import NOON
from tests.server import LoopbackServer, Reply, serving
from tests.toy import QUICK, a_fetcher, an_entry

pytestmark = pytest.mark.network
OK = Reply(body=b"hello")
KEYED = Credential(name="toy", env="TOY_KEY", header="Authorization: Bearer {key}", parameter="api_key")
KEY = "hush-hush+1/2="


class JumpingClock(Clock):
    """Waits without waiting, and remembers for how long."""

    def __init__(self) -> None:
        super().__init__(NOON)
        self.waited: list[float] = []
        self._at = 100.0

    def now(self) -> datetime:
        return NOON

    def monotonic(self) -> float:
        return self._at

    async def sleep(self, seconds: float) -> None:
        self.waited.append(seconds)
        self._at += seconds
        await asyncio.sleep(0)


def ask(fetcher: Fetcher, *requests: Request, entry: Entry | None = None) -> list[Page | Failure]:
    async def run() -> list[Page | Failure]:
        async with fetcher:
            return list(await asyncio.gather(*(fetcher.fetch(entry or an_entry(), r) for r in requests)))

    return asyncio.run(run())


def page_from(server: LoopbackServer, path: str = "/", **changes: Any) -> Page:
    [found] = ask(a_fetcher(server.base), Request(url=server.base + path, **changes))
    assert isinstance(found, Page), found
    return found


def failure_from(server: LoopbackServer, path: str = "/", **changes: Any) -> Failure:
    [found] = ask(a_fetcher(server.base), Request(url=server.base + path, **changes))
    assert isinstance(found, Failure), found
    return found


def test_an_answer_comes_with_status_headers_and_the_written_time() -> None:
    with serving({"/a?q=1": Reply(body=b"caf\xe9", headers=(("X-One", "1"), ("X-One", "2")))}) as server:
        page = page_from(server, "/a?q=1")

    assert (page.status, page.body, page.headers["x-one"], page.retrieved_at) == (
        200,
        b"caf\xe9",
        "1, 2",
        NOON,
    )
    assert page.url == f"{server.base}/a?q=1"
    assert server.asked[0].headers["user-agent"] == f"deckgen/{__version__} (+press@norrvind.example)"


@pytest.mark.parametrize(
    ("status", "headers", "reason", "tries"),
    [
        (401, (), GapReason.LOGIN, 1),
        (403, (), GapReason.BLOCKED, 1),
        (404, (), GapReason.REFUSED, 1),
        (304, (), GapReason.REFUSED, 1),
        (429, (), GapReason.THROTTLED, 4),
        (429, (("Retry-After", "-5"),), GapReason.THROTTLED, 4),
        (429, (("Retry-After", "soon"),), GapReason.THROTTLED, 4),
        (429, (("Retry-After", "Fri, 31 Dec 1999 23:59:59 GMT"),), GapReason.THROTTLED, 4),
        (500, (), GapReason.SERVER_ERROR, 4),
        (501, (), GapReason.SERVER_ERROR, 1),
        (503, (), GapReason.SERVER_ERROR, 4),
    ],
)
def test_each_status_has_its_reason_and_number_of_tries(
    status: int, headers: tuple[tuple[str, str], ...], reason: GapReason, tries: int
) -> None:
    with serving(lambda *_: Reply(status=status, body=b"", headers=headers)) as server:
        failure = failure_from(server)

    assert (failure.reason, failure.status, len(server.asked)) == (reason, status, tries)


def test_a_status_that_the_source_can_read_is_an_answer() -> None:
    with serving({}) as server:
        assert page_from(server, accept_status=(200, 404)).status == 404


@pytest.mark.parametrize(
    ("said", "least"),
    [("7", 7.0), (format_datetime(NOON + timedelta(seconds=20), usegmt=True), 20.0), ("nonsense", 0.005)],
)
def test_a_pause_that_is_asked_for_is_kept(said: str, least: float) -> None:
    clock = JumpingClock()
    with serving(lambda _, n: OK if n else Reply(status=429, headers=(("Retry-After", said),))) as server:
        [page] = ask(a_fetcher(server.base, clock=clock), Request(url=server.base))

    assert isinstance(page, Page)
    assert least <= sum(clock.waited) <= least + 1


def test_a_pause_of_a_day_is_not_waited_for_but_told_and_the_service_left_alone() -> None:
    clock = JumpingClock()
    with serving(lambda *_: Reply(status=503, headers=(("Retry-After", "86400"),))) as server:
        fetcher = a_fetcher(server.base, clock=clock)
        found = ask(
            fetcher, *(Request(url=f"{server.base}/{i}") for i in range(3)), entry=an_entry(concurrent=1)
        )

    assert sum(clock.waited) < 1
    assert [f.reason for f in found if isinstance(f, Failure)] == [GapReason.THROTTLED] * 3
    assert [f.try_after for f in found if isinstance(f, Failure)] == [NOON + timedelta(days=1)] * 3
    assert len(server.asked) == 1


def test_a_passing_error_is_retried() -> None:
    with serving(lambda _, n: OK if n == 2 else Reply(status=500)) as server:
        assert page_from(server).body == b"hello"


HEAD = b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (HEAD + b"Content-Length: 100\r\n\r\nhalf", GapReason.INCOMPLETE),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n", GapReason.INCOMPLETE),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n", GapReason.INCOMPLETE),
        (HEAD + b"Content-Ty", GapReason.UNREACHABLE),
        (HEAD + b"Content-Length: 5\r\nContent-Length: 50\r\n\r\nhello", GapReason.UNREACHABLE),
        (HEAD + b"X-Note: a\rERROR forged\x1b[31m\r\n\r\nhello", GapReason.UNREACHABLE),
        (HEAD + b"X-Big: " + b"x" * 300_000 + b"\r\n\r\nhello", GapReason.UNREACHABLE),
        (b"HTTP/1.1 abc\r\n\r\n", GapReason.UNREACHABLE),
        (b"hello without any header", GapReason.UNREACHABLE),
        (HEAD + b"Content-Length: 0\r\n\r\n", GapReason.EMPTY),
        (HEAD + b"Content-Length: 10995116277760\r\n\r\nx", GapReason.TOO_LARGE),
        (HEAD + b"\r\n" + b"y" * 9_000_000, GapReason.TOO_LARGE),
    ],
)
def test_what_is_not_whole_is_never_an_answer(raw: bytes, reason: GapReason) -> None:
    with serving(lambda *_: Reply(raw=raw)) as server:
        failure = failure_from(server)

    assert failure.reason is reason
    assert failure.detail.isprintable()


def packed(body: bytes, encoding: str = "gzip") -> Reply:
    return Reply(body=body, headers=(("Content-Encoding", encoding),))


WHOLE = gzip.compress(b"hello, " * 100)


@pytest.mark.parametrize(
    ("reply", "body"),
    [
        (packed(WHOLE), b"hello, " * 100),
        (packed(gzip.compress(b"hel") + gzip.compress(b"lo")), b"hello"),
        (packed(gzip.compress(gzip.compress(b"hello")), "gzip, gzip"), b"hello"),
        (packed(zlib.compress(b"hello"), "deflate"), b"hello"),
        (packed(zlib.compress(b"hello")[2:-4], "deflate"), b"hello"),
        (packed(gzip.compress(b"hello") + b"\0" * 7), b"hello"),
    ],
)
def test_packed_answers_are_unpacked_to_the_end(reply: Reply, body: bytes) -> None:
    with serving({"/": reply}) as server:
        assert page_from(server, "/").body == body


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (packed(WHOLE[:-12]), GapReason.INCOMPLETE),
        (packed(WHOLE[:-8] + b"\0\0\0\0" + WHOLE[-4:]), GapReason.INCOMPLETE),
        (packed(WHOLE + WHOLE[:-12]), GapReason.INCOMPLETE),
        (packed(b"plain"), GapReason.CHANGED),
        (packed(b"plain", "br"), GapReason.CHANGED),
        (packed(gzip.compress(b"0" * 30_000_000)), GapReason.TOO_LARGE),
    ],
)
def test_packed_answers_that_are_cut_wrong_or_bombs_are_refused(reply: Reply, reason: GapReason) -> None:
    with serving({"/": reply}) as server:
        assert failure_from(server, "/").reason is reason


def test_a_server_that_drips_meets_the_deadline_of_the_whole_try() -> None:
    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(HEAD + b"Content-Length: 1000\r\n\r\n")
        try:
            while not reader.at_eof():
                writer.write(b"x")
                await asyncio.sleep(0.05)
        finally:
            writer.close()

    async def run() -> tuple[Page | Failure, float]:
        server = await asyncio.start_server(drip, "127.0.0.1", 0)
        base = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        began = asyncio.get_running_loop().time()
        async with server, a_fetcher(base, bounds=replace(QUICK, try_s=0.3, request_s=0.3)) as fetcher:
            found = await fetcher.fetch(an_entry(), Request(url=base))
        return found, asyncio.get_running_loop().time() - began

    found, took = asyncio.run(run())

    assert isinstance(found, Failure)
    assert found.reason is GapReason.TIMEOUT
    assert took < 3


def test_a_source_whose_time_is_up_is_stopped() -> None:
    with serving(lambda *_: OK) as server:
        requests = [Request(url=f"{server.base}/{i}") for i in range(6)]
        found = ask(a_fetcher(server.base), *requests, entry=an_entry(per_second=1.0, deadline_s=0.6))

    reasons = [f.reason if isinstance(f, Failure) else None for f in found]
    assert reasons == [None, *[GapReason.STOPPED] * 5]


def test_the_pace_and_the_number_at_once_are_kept() -> None:
    clock = JumpingClock()
    with serving(lambda *_: OK) as server:
        requests = [Request(url=f"{server.base}/{i}") for i in range(4)]
        ask(a_fetcher(server.base, clock=clock), *requests, entry=an_entry(per_second=0.5, concurrent=1))

    assert clock.waited == pytest.approx([2.0, 2.0, 2.0])


def leading_to(location: str) -> Reply:
    return Reply(status=302, headers=(("Location", location),))


def test_redirects_are_followed_five_times_and_the_way_is_kept() -> None:
    with serving(lambda path, _: OK if path == "/5" else leading_to(f"/{int(path[1:]) + 1}")) as server:
        page = page_from(server, "/0")
    with serving(lambda path, _: leading_to(f"/{int(path[1:]) + 1}")) as server:
        failure = failure_from(server, "/0")

    assert page.url.endswith("/5")
    assert len(page.headers["x-deckgen-redirects"].split()) == 5
    assert failure.reason is GapReason.REFUSED
    assert len(server.asked) == 6


@pytest.mark.parametrize(
    "location",
    [
        "file:///etc/hostname",
        "http://127.0.0.1:9/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://0/",
        "http://localhost:9/",
        "http://user:secret@127.0.0.1:{port}/",
        "http://127.0.0.1:{port}\\@example.org/",
        "http://[::1",
        "ftp://example.org/",
        "javascript:alert(1)",
    ],
)
def test_redirects_to_what_is_not_public_are_refused_before_connecting(location: str) -> None:
    with serving({}) as server:
        port = server.base.rpartition(":")[2]
        server.answer = lambda *_: leading_to(location.replace("{port}", port))
        failure = failure_from(server)

    assert failure.reason is GapReason.UNSAFE
    assert len(server.asked) == 1


def test_a_private_address_that_the_brief_does_not_name_is_not_asked() -> None:
    with serving(lambda *_: OK) as server:
        [failure] = ask(a_fetcher(), Request(url=server.base))

    assert isinstance(failure, Failure)
    assert failure.reason is GapReason.UNSAFE
    assert not server.asked


def keyed(base: str, *others: str) -> Fetcher:
    return a_fetcher(bases={"toy": (base,), "other": others}, credentials={"toy": KEY})


def test_the_key_is_sent_and_taken_out_of_all_that_comes_back() -> None:
    def echo(path: str, _: int) -> Reply:
        said = {"path": path, "headers": dict(server.asked[-1].headers)}
        return Reply(body=json.dumps(said).encode(), headers=(("X-Echo", path),))

    with serving(echo) as server:
        entry = an_entry(credential=KEYED)
        [page] = ask(keyed(server.base), Request(url=f"{server.base}/a?q=1", credential="toy"), entry=entry)

    assert server.asked[0].path == "/a?q=1&api_key=hush-hush%2B1%2F2%3D"
    assert server.asked[0].headers["authorization"] == f"Bearer {KEY}"
    assert isinstance(page, Page)
    assert "hush" not in page.url + repr(page.headers) + page.body.decode()


def test_another_origin_gets_no_key_no_header_of_ours_and_no_cookie() -> None:
    with serving(lambda *_: OK) as other, serving({}) as server:
        cookie = ("Set-Cookie", "sid=1")
        server.answer = lambda *_: Reply(status=302, headers=(("Location", other.base + "/there"), cookie))
        request = Request(
            url=server.base, credential="toy", headers=(("X-Ours", "1"), ("Accept", "text/html"))
        )
        [page] = ask(keyed(server.base, other.base), request, entry=an_entry(credential=KEYED))

    assert isinstance(page, Page)
    assert other.asked[0].path == "/there"
    assert not {"authorization", "cookie", "x-ours"} & set(other.asked[0].headers)
    assert other.asked[0].headers["accept"] == "text/html"


def test_a_redirect_elsewhere_that_carries_the_key_is_refused() -> None:
    with serving(lambda *_: OK) as other, serving({}) as server:
        server.answer = lambda *_: leading_to(f"{other.base}/?api_key=hush-hush%2B1%2F2%3D")
        request = Request(url=server.base, credential="toy")
        [failure] = ask(keyed(server.base, other.base), request, entry=an_entry(credential=KEYED))

    assert isinstance(failure, Failure)
    assert (failure.reason, other.asked) == (GapReason.UNSAFE, [])
    assert "hush" not in failure.detail


def test_the_key_is_not_sent_to_an_address_that_an_answer_made_up() -> None:
    with serving(lambda *_: OK) as other, serving(lambda *_: OK) as server:
        request = Request(url=other.base, credential="toy")
        [failure] = ask(keyed(server.base, other.base), request, entry=an_entry(credential=KEYED))

    assert isinstance(failure, Failure)
    assert (failure.reason, other.asked) == (GapReason.UNSAFE, [])


def test_without_a_key_that_is_required_nothing_is_asked() -> None:
    with serving(lambda *_: OK) as server:
        entry = an_entry(credential=KEYED, is_key_required=True)
        [failure] = ask(a_fetcher(server.base), Request(url=server.base, credential="toy"), entry=entry)

    assert isinstance(failure, Failure)
    assert (failure.reason, server.asked) == (GapReason.NO_KEY, [])


ROBOTS = b"User-agent: *\nDisallow: /private\n\nUser-agent: deckgen\nDisallow: /drafts\nCrawl-delay: 3\n"


def test_robots_txt_is_asked_once_and_obeyed_and_its_pace_kept() -> None:
    clock = JumpingClock()
    with serving(lambda path, _: Reply(body=ROBOTS) if path == "/robots.txt" else OK) as server:
        fetcher = a_fetcher(server.base, clock=clock)

        async def run() -> list[Page | Failure]:
            robots = fetcher.robots()
            async with fetcher:
                return [
                    await fetcher.fetch(
                        an_entry(), Request(url=f"{server.base}/{path}", robots=True), robots=robots
                    )
                    for path in ("private/a", "drafts/a", "b")
                ]

        found = asyncio.run(run())

    assert [f.reason if isinstance(f, Failure) else None for f in found] == [None, GapReason.ROBOTS, None]
    assert [a.path for a in server.asked] == ["/robots.txt", "/private/a", "/b"]
    assert max(clock.waited) == pytest.approx(3.0, abs=0.1)


@pytest.mark.parametrize(
    ("reply", "is_read"),
    [
        (Reply(status=404), True),
        (Reply(status=403), True),
        (Reply(body=b""), True),
        (Reply(body=b"<html>\xff\x00 not found"), True),
        (Reply(body=b"User-agent: *\nDisallow: /\n" + b"# x\n" * 400_000), False),
        (Reply(status=503), False),
        (Reply(status=429), False),
    ],
)
def test_what_robots_txt_says_by_being_absent_or_broken(reply: Reply, is_read: bool) -> None:
    with serving(lambda path, _: reply if path == "/robots.txt" else OK) as server:
        [found] = ask(a_fetcher(server.base), Request(url=f"{server.base}/a", robots=True))

    assert isinstance(found, Page) is is_read
    if isinstance(found, Failure):
        assert found.reason is GapReason.ROBOTS


def test_a_redirect_asks_the_robots_txt_of_where_it_leads() -> None:
    with (
        serving(
            lambda path, _: Reply(body=b"User-agent: *\nDisallow: /") if "robots" in path else OK
        ) as other,
        serving(
            lambda path, _: leading_to(other.base + "/a") if path == "/" else Reply(status=404)
        ) as server,
    ):
        fetcher = a_fetcher(bases={"toy": (server.base, other.base)})
        [found] = ask(fetcher, Request(url=f"{server.base}/", robots=True))

    assert isinstance(found, Failure)
    assert found.reason is GapReason.ROBOTS
    assert [a.path for a in other.asked] == ["/robots.txt"]


def test_a_connection_that_the_server_closed_meanwhile_is_no_error() -> None:
    with serving(lambda *_: Reply(raw=HEAD + b"Content-Length: 2\r\n\r\nhi")) as server:

        async def run() -> list[Page | Failure]:
            async with a_fetcher(server.base) as fetcher:
                request = Request(url=server.base)
                return [await fetcher.fetch(an_entry(), request) for _ in range(3)]

        found = asyncio.run(run())

    assert [isinstance(f, Page) for f in found] == [True] * 3


def test_files_are_read_from_the_folder_of_the_brief_and_from_nowhere_else(tmp_path: Path) -> None:
    folder = tmp_path / "client"
    (folder / "in").mkdir(parents=True)
    (folder / "in" / "export é.csv").write_bytes(b"a,b")
    (folder / "empty.csv").touch()
    (tmp_path / "outside.csv").write_bytes(b"no")
    (folder / "link.csv").symlink_to(tmp_path / "outside.csv")
    os.mkfifo(folder / "pipe.csv")
    asked = {
        "file:in/export é.csv": None,
        "file:in/../in/export é.csv": GapReason.UNSAFE,
        "file:../outside.csv": GapReason.UNSAFE,
        f"file:{tmp_path}/outside.csv": GapReason.UNSAFE,
        "file:///etc/hostname": GapReason.UNSAFE,
        "file:C:\\secret.txt": GapReason.UNSAFE,
        "file:link.csv": GapReason.UNSAFE,
        "file:": GapReason.UNSAFE,
        "file:none.csv": GapReason.FILE_MISSING,
        "file:in": GapReason.FILE_MISSING,
        "file:pipe.csv": GapReason.FILE_MISSING,
        "file:empty.csv": GapReason.EMPTY,
    }

    found = ask(a_fetcher(folder=folder), *(Request(url=url) for url in asked))

    assert [f.reason if isinstance(f, Failure) else None for f in found] == list(asked.values())
    assert isinstance(found[0], Page)
    assert found[0].body == b"a,b"
    [large] = ask(a_fetcher(folder=folder), Request(url="file:in/export é.csv", max_bytes=2))
    assert isinstance(large, Failure)
    assert large.reason is GapReason.TOO_LARGE


def test_the_written_time_can_be_set_from_outside() -> None:
    assert Clock(datetime(2026, 1, 2, tzinfo=UTC)).stamp() == datetime(2026, 1, 2, tzinfo=UTC)
    assert Clock().stamp().microsecond == 0


def test_a_source_whose_answers_take_long_is_given_its_own_time() -> None:
    def late(*_: Any) -> Reply:
        time.sleep(1.3)
        return OK

    short = replace(QUICK, try_s=0.2, request_s=0.2)
    with serving(late) as server:
        hurried = ask(a_fetcher(server.base, bounds=short), Request(url=f"{server.base}/a"))
        patient = ask(
            a_fetcher(server.base, bounds=short),
            Request(url=f"{server.base}/b"),
            entry=an_entry(answer_s=5.0),
        )

    assert [f.reason for f in hurried if isinstance(f, Failure)] == [GapReason.TIMEOUT]
    assert [type(f) for f in patient] == [Page]
