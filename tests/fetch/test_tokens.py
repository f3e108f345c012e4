"""Keys that are exchanged for a token, over real sockets: asked once, sent to one place, kept nowhere."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from deckgen.archive.archive import Archive
from deckgen.fetch.fetcher import Fetcher
from deckgen.model.brief import SourceSettings
from deckgen.model.evidence import Evidence, Reading
from deckgen.model.exchange import Failure, GapReason, Page, Request
from deckgen.model.source import Credential, Entry, Exchange, Source
from deckgen.pipeline.collect import collect
from deckgen.pipeline.evidence_file import evidence_text
from deckgen.pipeline.plugins import load_source
from tests.factories import AS_OF, NOON, a_brief, a_topic
from tests.fetch.test_fetcher import ask
from tests.server import LoopbackServer, Reply, serving
from tests.toy import a_fetcher, an_entry

pytestmark = pytest.mark.network
ID, SECRET, TOKEN = "norrvind-app", "hush+hush/1=", "eyJ-quiet-token-0123456789"
KEY = f"{ID}:{SECRET}"
BASIC = base64.b64encode(KEY.encode()).decode()
GRANTED = Reply(body=json.dumps({"access_token": TOKEN, "expires_in": 3600}).encode())
OK = Reply(body=b"hello")
ANEW, CHANGED = "set TOY_KEY anew as ID:SECRET", "its way of signing in has changed"
EXCHANGED = Credential(
    name="toy",
    env="TOY_KEY",
    header="Authorization: Bearer {token}",
    form="ID:SECRET",
    token=Exchange(
        url="https://sign-in.example/v1/token",
        header="Authorization: Basic {basic}",
        body="grant_type=client_credentials",
        answer="access_token",
    ),
)
IN_JSON = replace(
    EXCHANGED,
    token=Exchange(
        url="https://api.example/xrpc/session",
        body='{"identifier": {user}, "password": {password}}',
        content_type="application/json",
        answer="accessJwt",
    ),
)


def keyed(base: str, **changes: Any) -> Fetcher:
    return a_fetcher(**{"bases": {"toy": (base,)}, "credentials": {"toy": KEY}, **changes})


def the_entry(credential: Credential = EXCHANGED, **changes: Any) -> Entry:
    return an_entry(credential=credential, is_key_required=True, **changes)


def asked_for(server: LoopbackServer, *paths: str, **changes: Any) -> list[Page | Failure]:
    requests = (Request(url=f"{server.base}{path}", credential="toy") for path in paths)
    return ask(keyed(server.base), *requests, entry=the_entry(**changes))


def answering(token: Reply, other: Reply = OK) -> Callable[[str, int], Reply]:
    return lambda path, _: token if path == "/v1/token" else other


def test_the_token_is_asked_once_where_the_brief_says_and_sent_with_each_question() -> None:
    with serving(answering(GRANTED)) as server:
        found = asked_for(server, "/a", "/b", "/c")

    assert [isinstance(page, Page) for page in found] == [True] * 3
    sign_in, *questions = server.asked
    assert (sign_in.path, sign_in.body) == ("/v1/token", b"grant_type=client_credentials")
    assert sign_in.headers["authorization"] == f"Basic {BASIC}"
    assert sign_in.headers["content-type"] == "application/x-www-form-urlencoded"
    assert sorted(q.path for q in questions) == ["/a", "/b", "/c"]
    assert {q.headers["authorization"] for q in questions} == {f"Bearer {TOKEN}"}


def test_a_base_below_a_path_is_kept_for_the_token_too() -> None:
    granted = Reply(body=json.dumps({"accessJwt": TOKEN}).encode())
    with serving(lambda path, _: granted if path == "/bsky/session" else OK) as server:
        base = f"{server.base}/bsky"
        entry = the_entry(IN_JSON, bases=("https://api.example/xrpc",))
        [page] = ask(keyed(base), Request(url=f"{base}/posts", credential="toy"), entry=entry)

    assert isinstance(page, Page)
    assert json.loads(server.asked[0].body) == {"identifier": ID, "password": SECRET}
    assert server.asked[0].headers["content-type"] == "application/json"
    assert "authorization" not in server.asked[0].headers


def test_what_repeats_key_secret_or_token_is_kept_without_them() -> None:
    echo = f"{KEY} {SECRET} {TOKEN} {BASIC} hush%2Bhush%2F1%3D".encode()
    with serving(answering(GRANTED, Reply(body=echo, headers=(("X-Echo", TOKEN),)))) as server:
        [page] = asked_for(server, "/a")

    assert isinstance(page, Page)
    assert page.body == b"[key] [key] [key] [key] [key]"
    assert page.headers["x-echo"] == "[key]"


@pytest.mark.parametrize(
    ("reply", "reason", "says"),
    [
        (
            Reply(status=401, body=b'{"message": "Unauthorized", "error": 401}'),
            GapReason.LOGIN,
            f"the service refused the key (status 401: Unauthorized); {ANEW}",
        ),
        (
            Reply(status=400, body=b'{"error": "InvalidRequest", "message": "Bad\\n handle"}'),
            GapReason.LOGIN,
            f"the service refused the key (status 400: InvalidRequest, Bad handle); {ANEW}",
        ),
        (Reply(status=403, body=b"<html>Blocked</html>"), GapReason.BLOCKED, "status 403"),
        (Reply(status=429, body=b"slow"), GapReason.THROTTLED, "status 429"),
        (
            Reply(body=b'{"error": "unsupported_grant_type"}'),
            GapReason.CHANGED,
            f"the service gave no token for the key: unsupported_grant_type; {CHANGED}",
        ),
        (
            Reply(body=b"[" * 90_000),
            GapReason.CHANGED,
            f"the service gave no token for the key; {CHANGED}",
        ),
        (
            Reply(body=b'{"access_token": "a\\r\\nX-Forged: 1 and long enough"}'),
            GapReason.CHANGED,
            f"the service gave no token for the key; {CHANGED}",
        ),
        (
            Reply(body=b'{"access_token": "short"}'),
            GapReason.CHANGED,
            f"the service gave a token of no usual length; {CHANGED}",
        ),
        (
            Reply(body=json.dumps({"error": f"{SECRET} is wrong"}).encode()),
            GapReason.CHANGED,
            f"the service gave no token for the key: [key] is wrong; {CHANGED}",
        ),
    ],
)
def test_without_a_token_each_question_ends_with_one_sentence_and_none_is_sent(
    reply: Reply, reason: GapReason, says: str
) -> None:
    with serving(answering(reply)) as server:
        found = asked_for(server, "/a", "/b")

    assert [(f.reason, f.detail) for f in found if isinstance(f, Failure)] == [(reason, says)] * 2
    assert {one.path for one in server.asked} == {"/v1/token"}


def test_a_refused_key_is_shown_to_the_service_once() -> None:
    with serving(answering(Reply(status=401, body=b"{}"))) as server:
        asked_for(server, "/a", "/b", "/c")

    assert len(server.asked) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_sign_in_that_leads_elsewhere_is_not_followed(status: int) -> None:
    with serving(lambda *_: GRANTED) as other, serving({}) as server:
        location = ("Location", f"{other.base}/{SECRET}?key={BASIC}")
        server.answer = answering(Reply(status=status, headers=(location,)))
        fetcher = a_fetcher(bases={"toy": (server.base, other.base)}, credentials={"toy": KEY})
        [failure] = ask(fetcher, Request(url=f"{server.base}/a", credential="toy"), entry=the_entry())

    assert isinstance(failure, Failure)
    assert (failure.reason, other.asked) == (GapReason.CHANGED, [])
    assert failure.detail == f"the service sends elsewhere whoever asks for a token; {CHANGED}"


def test_an_answer_that_leads_elsewhere_takes_no_token_along() -> None:
    with serving(lambda *_: OK) as other, serving({}) as server:
        moved = Reply(status=302, headers=(("Location", f"{other.base}/there"),))
        server.answer = answering(GRANTED, moved)
        fetcher = a_fetcher(bases={"toy": (server.base, other.base)}, credentials={"toy": KEY})
        [page] = ask(fetcher, Request(url=f"{server.base}/a", credential="toy"), entry=the_entry())

    assert isinstance(page, Page)
    assert "authorization" not in other.asked[0].headers


def test_an_answer_that_leads_elsewhere_with_the_token_in_its_address_is_refused() -> None:
    with serving(lambda *_: OK) as other, serving({}) as server:
        moved = Reply(status=302, headers=(("Location", f"{other.base}/?t={TOKEN}"),))
        server.answer = answering(GRANTED, moved)
        fetcher = a_fetcher(bases={"toy": (server.base, other.base)}, credentials={"toy": KEY})
        [failure] = ask(fetcher, Request(url=f"{server.base}/a", credential="toy"), entry=the_entry())

    assert isinstance(failure, Failure)
    assert (failure.reason, other.asked) == (GapReason.UNSAFE, [])
    assert TOKEN not in failure.detail


@pytest.mark.parametrize("key", ["norrvind-app", "norrvind-app:", ":hush-hush"])
def test_a_key_without_its_two_parts_is_never_sent(key: str) -> None:
    with serving(answering(GRANTED)) as server:
        fetcher = keyed(server.base, credentials={"toy": key})
        [failure] = ask(fetcher, Request(url=f"{server.base}/a", credential="toy"), entry=the_entry())

    assert isinstance(failure, Failure)
    assert (failure.reason, server.asked) == (GapReason.NO_KEY, [])
    assert failure.detail == "TOY_KEY is not of the form ID:SECRET; set it anew"


# The whole way: a real source, collected into an archive.

LISTING = b'{"kind": "Listing", "data": {"children": [], "after": null, "before": null}}'


def a_quick(key: str) -> Source:
    source = load_source(key)
    return type(source)(replace(source.entry, per_second=10_000.0))


def collected(path: Path, server: LoopbackServer, key: str, secret: str, *, base: str = "") -> Evidence:
    settings = {key: SourceSettings(bases=(f"{server.base}{base}",))}
    brief = a_brief(topics=(a_topic(), a_topic("velmora")), sources=settings)
    with Archive.open(path, as_of=AS_OF, brief_digest=brief.digest, now=NOON) as archive:
        fetcher = a_fetcher(bases={key: settings[key].bases}, credentials={key: secret})
        return collect(brief, archive=archive, fetcher=fetcher, sources=[a_quick(key)])


def whole(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes()) + path.read_bytes()


def test_a_run_of_reddit_leaves_no_key_secret_or_token_in_the_archive(tmp_path: Path) -> None:
    path = tmp_path / f"{AS_OF}.warc.gz"
    with serving(lambda p, _: GRANTED if p == "/api/v1/access_token" else Reply(body=LISTING)) as server:
        evidence = collected(path, server, "reddit", KEY)

    assert server.count("/api/v1/access_token") == 1
    assert len(server.asked) == 3
    assert [type(r) for r in evidence.readings] == [Reading, Reading]
    for hidden in (KEY, SECRET, TOKEN, BASIC):
        assert hidden.encode() not in whole(path)
        assert hidden not in evidence_text(evidence)
    with Archive.read(path) as archive:
        replayed = collect(evidence.brief, archive=archive, fetcher=None, sources=[load_source("reddit")])
    assert replayed.readings == evidence.readings


def test_a_refused_key_is_one_gap_a_question_and_asked_again_with_the_next_key(tmp_path: Path) -> None:
    path = tmp_path / f"{AS_OF}.warc.gz"
    wrong = Reply(status=401, body=b'{"message": "Unauthorized", "error": 401}')
    with serving(lambda *_: wrong) as server:
        refused = collected(path, server, "reddit", "norrvind-app:mistyped")
        server.answer = lambda p, _: GRANTED if p == "/api/v1/access_token" else Reply(body=LISTING)
        granted = collected(path, server, "reddit", KEY)

    assert [(g.about, g.reason) for g in refused.gaps] == [
        ("us", GapReason.LOGIN),
        ("velmora", GapReason.LOGIN),
    ]
    assert {g.detail for g in refused.gaps} == {
        "the service refused the key (status 401: Unauthorized); set DECKGEN_REDDIT_KEY anew as ID:SECRET"
    }
    assert (refused.readings, len(granted.readings), granted.gaps) == ((), 2, ())
    assert b"mistyped" not in whole(path)


def test_bluesky_signs_in_with_json_and_a_page_that_forbids_is_a_gap_and_no_empty_answer(
    tmp_path: Path,
) -> None:
    path = tmp_path / f"{AS_OF}.warc.gz"
    session = Reply(
        body=json.dumps({"accessJwt": TOKEN, "refreshJwt": "x" * 40, "did": "did:plc:x"}).encode()
    )
    page = b"<html><body><h1>403 Forbidden</h1>\nRequest forbidden by administrative rules.\n</body></html>"
    sign_in = "/xrpc/com.atproto.server.createSession"
    with serving(lambda p, _: session if p == sign_in else Reply(status=403, body=page)) as server:
        evidence = collected(path, server, "bluesky_posts", "ada.example:abcd-efgh-ijkl-mnop", base="/xrpc")

    assert json.loads(server.asked[0].body) == {
        "identifier": "ada.example",
        "password": "abcd-efgh-ijkl-mnop",
    }
    assert (server.count(sign_in), len(server.asked)) == (1, 3)
    assert [g.reason for g in evidence.gaps] == [GapReason.BLOCKED] * 2
    assert (evidence.lookups, evidence.readings) == ((), ())
    assert b"abcd-efgh" not in whole(path)
    assert TOKEN.encode() not in whole(path)


def test_a_days_allowance_that_was_used_up_is_asked_again_and_an_answer_is_not(tmp_path: Path) -> None:
    path = tmp_path / f"{AS_OF}.warc.gz"
    used_up = {"error": {"message": f"quota of {SECRET}", "errors": [{"reason": "quotaExceeded"}]}}
    nothing = {"kind": "youtube#searchListResponse", "items": []}
    with serving(lambda *_: Reply(status=403, body=json.dumps(used_up).encode())) as server:
        refused = collected(path, server, "youtube_videos", SECRET)
        server.answer = lambda *_: Reply(body=json.dumps(nothing).encode())
        answered = collected(path, server, "youtube_videos", SECRET)
        again = collected(path, server, "youtube_videos", SECRET)

    assert [g.reason for g in refused.gaps] == [GapReason.REFUSED] * 2
    assert all("YouTube says: quotaExceeded: quota of [key]" in g.detail for g in refused.gaps)
    assert (len(answered.readings), answered.gaps) == (2, ())
    assert again.readings == answered.readings
    assert len(server.asked) == 4  # two questions, each refused once and answered once
    assert all("key=hush%2Bhush%2F1%3D" in one.path for one in server.asked)
    assert b"hush" not in whole(path)
