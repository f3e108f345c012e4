"""Makes the archives and files of sample_inputs/ by letting deckgen collect from a fictional web.

Run from the project's root: python -m scripts.make_samples [strong mixed quiet]
Each answer is in the wire format of the service it stands for; companies, people and sites are invented.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from urllib.parse import urlsplit

from deckgen.archive.archive import Archive
from deckgen.archive.naming import FOLDER
from deckgen.fetch.clock import Clock
from deckgen.fetch.exchange import Answer as Fetched
from deckgen.fetch.fetcher import Fetcher
from deckgen.fetch.trouble import Trouble
from deckgen.model.brief import Brief
from deckgen.model.exchange import GapReason, Page, Request
from deckgen.model.source import Entry, Gives
from deckgen.pipeline.build import read_brief
from deckgen.pipeline.collect import collect
from deckgen.pipeline.earlier import on_day
from deckgen.pipeline.plugins import load_sources
from scripts.samples import mentions_web, presence_web, search_web
from scripts.samples.cases import CASES, Case
from scripts.samples.mentions_web import Answer

ROOT = Path(__file__).resolve().parents[1] / "sample_inputs"
AS_OF = date(2026, 11, 22)
EARLIER = date(2026, 10, 18)
_NOT_FOUND: Answer = (404, {"Content-Type": "text/plain"}, b"not found")


def answer(case: Case, url: str) -> Answer:
    """What the fictional web answers to a GET of `url`."""
    split = urlsplit(url)
    host = split.hostname or ""
    if host in case.faults:
        status, body = case.faults[host]
        return status, {"Content-Type": "text/html" if body.startswith("<") else "text/plain"}, body.encode()
    sites = {c.domain for c in case.companies} | {f"www.{c.domain}" for c in case.companies}
    homes = {c.mastodon[0].split("@")[1] for c in case.companies if c.mastodon}
    if host == "hn.algolia.com":
        return mentions_web.hacker_news(case, url)
    if host == "api.gdeltproject.org":
        return mentions_web.gdelt(case, url)
    if host == "public-api.wordpress.com":
        return mentions_web.wordpress(case, url)
    if host in homes:
        return presence_web.mastodon_account(case, url)
    if "/api/v1/timelines/tag/" in split.path:
        return mentions_web.mastodon_tag(case, host, url)
    if host in mentions_web.FEEDS:
        return mentions_web.feed(case, host)
    if host == "api.search.brave.com":
        return search_web.brave(case, url)
    if host.startswith("searx."):
        return search_web.searxng(case, url)
    if host == "tranco-list.eu":
        return search_web.tranco_ranks(case, url)
    if host.endswith(".wikipedia.org"):
        return presence_web.mediawiki(case, host, url)
    if host == "www.wikidata.org":
        return presence_web.wikidata(case, url)
    if host == "wikimedia.org":
        return presence_web.pageviews(case, url)
    if host in sites:
        return presence_web.website(case, host, split.path)
    if host == "public.api.bsky.app":
        return presence_web.bluesky(case, url)
    return _NOT_FOUND


def write_files(case: Case, folder: Path) -> None:
    """The files a user would have put beside the brief: an export, a traffic list, saved result pages."""
    if any(t.counts.get("listening_export") for t in case.talks.values()):
        (folder / "listening-export.csv").write_bytes(mentions_web.listening_export(case))
    if case.has_traffic_list:
        (folder / "tranco.csv").write_bytes(search_web.tranco(case))
    if case.engine == "google":
        pages = folder / "saved-results"
        shutil.rmtree(pages, ignore_errors=True)
        pages.mkdir()
        for search in case.searches:
            for page in range(1, -(-search.results // 10) + 1):
                name = f"google-{search.text.replace(' ', '-')}-p{page}.html"
                (pages / name).write_bytes(search_web.google_page(case, search, page))
        (pages / "google-norrvind-p5.html").write_bytes(search_web.GOOGLE_CHECK)


class FictionalFetcher(Fetcher):
    """Answers from the fictional web instead of a network; everything else is the real fetcher."""

    case: Case

    async def _follow(self, entry: Entry, request: Request, robots: object) -> Page:
        status, headers, body = answer(self.case, request.url)
        if status not in request.accept_status:
            reason = {403: GapReason.BLOCKED, 429: GapReason.THROTTLED}.get(status, GapReason.REFUSED)
            raise Trouble(reason, f"status {status}", status=status)
        lower = {k.lower(): v for k, v in headers.items()}
        return self._page(entry, request, request.url, Fetched(status=status, headers=lower, body=body))


def make_archives(case: Case, folder: Path) -> None:
    """The runs of this client: one now and, where the case tells of it, one some weeks before."""
    store = folder / FOLDER
    if store.exists():
        shutil.rmtree(store)
    brief = read_brief(folder, as_of=AS_OF)
    if case.earlier:
        then = replace(case, companies=case.earlier)
        # Channels only: what was said and found then stands in no deck.
        collect_into(store, then, on_day(brief, EARLIER), folder, lambda e: e.gives is Gives.PRESENCE)
    collect_into(store, case, brief, folder, lambda _: True)


def collect_into(
    store: Path, case: Case, brief: Brief, folder: Path, wanted: Callable[[Entry], bool]
) -> None:
    """Collects from the fictional web; the archive is what a real run would have written."""
    clock = Clock(datetime.combine(brief.as_of, time(8), tzinfo=UTC))
    fetcher = FictionalFetcher(
        contact=brief.contact,
        folder=folder,
        credentials={"brave_search": "not-a-real-key"} if case.engine == "brave" else {},
        clock=clock,
    )
    fetcher.case = case
    archive = Archive.open(
        store / f"{brief.as_of}.warc.gz", as_of=brief.as_of, brief_digest=brief.digest, now=clock.stamp()
    )
    with archive:
        evidence = collect(brief, archive=archive, fetcher=fetcher, sources=load_sources(wanted=wanted))
    print(
        f"{case.key}, {brief.as_of}: {len(archive)} answers, {len(evidence.mentions)} mentions, "
        f"{len(evidence.gaps)} gaps"
    )
    for gap in evidence.gaps[:20]:
        print("   gap", gap.source, gap.about, gap.reason, gap.detail, gap.url)


def main(keys: list[str]) -> None:
    for key in keys or list(CASES):
        write_files(CASES[key], ROOT / key)
        make_archives(CASES[key], ROOT / key)


if __name__ == "__main__":
    main(sys.argv[1:])
