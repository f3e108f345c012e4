"""The fictional web of the samples on a loopback server: each host of it is a first part of the path."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from scripts.make_samples import answer
from scripts.samples.cases import STRONG, Case, Search, Talk
from tests.server import LoopbackServer, Reply, serving

Behaviour = Callable[[], Reply]


def _talk(phrase: str, tag: str, count: int, growth: float) -> Talk:
    spread = {"hackernews": 12, "wordpress_com": count, "mastodon_tags": count, "feeds": 8}
    return Talk(phrase=phrase, tag=tag, growth=growth, counts=spread)


_MIX: Mapping[str, float] = {"blog": 40, "forum": 24, "news": 12, "shop": 8, "own": 4, "unknown": 4}
SMALL: Case = replace(
    STRONG,
    key="small",
    talks={
        "us": _talk("Norrvind", "norrvind", 30, 1.3),
        "velmora": _talk("Velmora", "velmora", 34, 1.8),
        "brightspoke": _talk("Brightspoke", "brightspoke", 24, 1.6),
        "industry-1": _talk("city e-bike", "cityebike", 38, 1.4),
    },
    companies=STRONG.companies[:3],
    searches=(
        Search(text="norrvind", mix=_MIX, results=60, is_brand=True, top_own=(1,)),
        Search(text="city e-bike", mix=_MIX, results=60, is_brand=False),
    ),
    engine="brave",
)


@dataclass(slots=True)
class Web:
    """The running server. `faults`: what a host answers instead, by its name; a test may add some."""

    server: LoopbackServer
    faults: dict[str, Behaviour] = field(default_factory=dict)
    before: Callable[[str], None] = lambda _: None  # called with each path before it is answered
    last_at: float = 0.0  # when the last answer was given

    @property
    def base(self) -> str:
        return self.server.base

    def asked(self) -> list[str]:
        """All addresses so far, in the order of arrival."""
        return [one.path for one in self.server.asked]

    def forget(self) -> None:
        self.server.asked.clear()


@contextmanager
def fictional_web(case: Case = SMALL) -> Iterator[Web]:
    """A server that answers for every host of the case: http://127.0.0.1:PORT/HOST/PATH."""

    def reply(path: str, _: int) -> Reply:
        web.before(path)
        web.last_at = time.monotonic()
        host, _slash, rest = path.lstrip("/").partition("/")
        if host in web.faults:
            return web.faults[host]()
        status, headers, body = answer(case, f"https://{host}/{rest}")
        # Links from the root of a site stay on that site here too.
        body = body.replace(b'href="/', f'href="/{host}/'.encode()) if b"<html" in body[:100] else body
        return Reply(status=status, headers=tuple(headers.items()), body=body)

    with serving(reply) as server:
        web = Web(server)
        yield web
