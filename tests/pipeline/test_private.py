"""A private address is a key: it is asked, but neither archive nor evidence holds it."""

from __future__ import annotations

import gzip
from dataclasses import replace
from pathlib import Path

import pytest

from deckgen.archive.archive import Archive
from deckgen.model.brief import SourceSettings
from deckgen.pipeline.collect import collect
from deckgen.pipeline.evidence_file import evidence_text
from deckgen.pipeline.plugins import load_source
from tests.factories import AS_OF, NOON, a_brief
from tests.server import Reply, serving
from tests.toy import a_fetcher

pytestmark = pytest.mark.network
ITEM = (
    b"<item><title>Norrvind rides</title><link>https://press.example/1</link>"
    b"<pubDate>Wed, 04 Mar 2026 09:00:00 GMT</pubDate></item>"
)
RSS = b'<?xml version="1.0"?><rss version="2.0"><channel><title>Alert</title>' + ITEM + b"</channel></rss>"


SELF = b'<link rel="self" href="https://other.example/alerts/sesame-0815/feed"/><x>sesame-0815</x>'
REPLIES = {
    "answer": Reply(body=RSS),
    "failure": Reply(status=404, body=b"no sesame-0815"),
    "names-itself": Reply(
        body=RSS.replace(b"<item>", SELF + b"<item>"), headers=(("X-Feed", "/alerts/sesame-0815?all"),)
    ),
    "moved": Reply(status=302, headers=(("Location", "/alerts/sesame-4711"),)),
}


@pytest.mark.parametrize("reply", REPLIES.values(), ids=REPLIES)
def test_a_private_address_is_nowhere_but_in_the_question(tmp_path: Path, reply: Reply) -> None:
    feeds = load_source("feeds")
    path = tmp_path / f"{AS_OF}.warc.gz"
    with serving({"/alerts/sesame-0815": reply, "/alerts/sesame-4711": Reply(body=RSS)}) as server:
        options = {"private_feeds": (f"{server.base}/alerts/sesame-0815",)}
        brief = a_brief(sources={"feeds": SourceSettings(options=options)})
        with Archive.open(path, as_of=AS_OF, brief_digest=brief.digest, now=NOON) as archive:
            live = collect(
                brief, archive=archive, fetcher=a_fetcher(bases={"feeds": (server.base,)}), sources=[feeds]
            )
        assert server.count("/alerts/sesame-0815") == 1
    with Archive.read(path) as archive:
        replayed = collect(brief, archive=archive, fetcher=None, sources=[feeds])

    whole = gzip.decompress(path.read_bytes()) + path.read_bytes()
    assert b"sesame" not in whole
    assert "sesame" not in evidence_text(live)
    assert replace(replayed, skipped=()) == replace(live, skipped=())
    assert len(live.mentions) + len(live.gaps) == 1
