"""Makes the archives and files of sample_inputs/ by letting deckgen collect from a fictional web.

Run from the project's root: python -m scripts.make_samples [strong mixed quiet]
Each answer is in the wire format of the service it stands for; companies, people and sites are invented.
"""

from __future__ import annotations

import sys
from pathlib import Path
from urllib.parse import urlsplit

from scripts.samples import mentions_web, presence_web, search_web
from scripts.samples.cases import CASES, Case
from scripts.samples.mentions_web import Answer

ROOT = Path(__file__).resolve().parents[1] / "sample_inputs"
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
        pages.mkdir(exist_ok=True)
        for search in case.searches:
            for page in range(1, -(-search.results // 10) + 1):
                name = f"google-{search.text.replace(' ', '-')}-p{page}.html"
                (pages / name).write_bytes(search_web.google_page(case, search, page))
        (pages / "google-norrvind-p4.html").write_bytes(search_web.GOOGLE_CHECK)


def main(keys: list[str]) -> None:
    for key in keys or list(CASES):
        case = CASES[key]
        folder = ROOT / key
        write_files(case, folder)
        # the archive is made by collecting from the fictional web: see collect_sample
        print(key, sum(1 for _ in folder.rglob("*")))


if __name__ == "__main__":
    main(sys.argv[1:])
