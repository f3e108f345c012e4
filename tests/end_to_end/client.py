"""A client's folder whose brief names the loopback server, and the command run on it as its user would."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from deckgen.pipeline.plugins import entries

ROOT = Path(__file__).resolve().parents[2]
EPOCH = "1795334400"  # 2026-11-22 08:00 UTC
EXPORT = "Date,Title,URL,Source\n2026-05-04,Norrvind in the rain,https://blog.example/a,blog.example\n"
BRIEF = """
[us]
name = "Norrvind Cycles"
aliases = ["Norrvind"]
domains = ["norrvind.example"]

[[competitors]]
name = "Velmora"
domains = ["velmora.example"]
wikidata = "Q90000001"

[competitors.handles]
bluesky = "velmora.example"
wikipedia = "Velmora"

[[competitors]]
name = "Brightspoke"
domains = ["brightspoke.example"]
wikidata = "Q90000002"

[competitors.handles]
bluesky = "brightspoke.example"
wikipedia = "Brightspoke (company)"

[competitor_rule]
rule = "Makers of city e-bikes with dealers in the same country"
chosen_on = 2026-10-05

[market]
country = "SE"
language = "en"

[queries]
brand = ["norrvind"]
industry = ["city e-bike"]

[deck]
length = "five"
contact = "press@norrvind.example"
"""
HOSTS = {
    "hackernews": "hn.algolia.com",
    "wordpress_com": "public-api.wordpress.com",
    "mastodon_tags": "mastodon.social",
    "brave_search": "api.search.brave.com/res/v1",
    "website": "{domain}",
    "bluesky": "public.api.bsky.app/xrpc",
    "wikipedia": "en.wikipedia.org/w/api.php",
    "wikidata": "www.wikidata.org/w/api.php",
    "pageviews": "wikimedia.org/api/rest_v1",
}
FEEDS = ("cyclepost.example", "urbanmobility.example")


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str


def brief_of(base: str, *, only: tuple[str, ...] = (), more: str = "") -> str:
    """A brief whose every source lies under `base`; `only`: these and no others are on.

    Sources that the loopback server does not play are off, but for those that `more` sets up.
    """
    tables = [
        f"[sources.{entry.key}]\nenabled = false\n"
        for entry in entries()
        if entry.is_on and entry.key not in (*HOSTS, "feeds") and f"[sources.{entry.key}]" not in more
    ]
    for key, host in HOSTS.items():
        is_off = "enabled = false\n" if only and key not in only else ""
        tables.append(f'[sources.{key}]\n{is_off}base = "{base}/{host}"\n')
    feeds = ", ".join(f'"{base}/{host}/feed"' for host in FEEDS)
    is_off = "enabled = false\n" if only and "feeds" not in only else ""
    tables.append(f"[sources.feeds]\n{is_off}feeds = [{feeds}]\n")
    return "\n".join((BRIEF, *tables, more))


def a_folder(folder: Path, brief: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "brief.toml").write_text(brief, encoding="utf-8")
    return folder


def environment(**changes: str) -> dict[str, str]:
    """The user's, with a clock that stands still, a key for search, and no proxy."""
    kept = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
    return {**kept, "SOURCE_DATE_EPOCH": EPOCH, "DECKGEN_BRAVE_KEY": "not-a-real-key", **changes}


def started(*arguments: object, is_hurried: bool = True, **changes: str) -> subprocess.Popen[str]:
    """The command, running."""
    module = "tests.end_to_end.hurried" if is_hurried else "deckgen"
    return subprocess.Popen(
        [sys.executable, "-m", module, *map(str, arguments)],
        cwd=ROOT,
        env=environment(**changes),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def deckgen(*arguments: object, is_hurried: bool = True, **changes: str) -> Ran:
    """The command, run to its end."""
    with started(*arguments, is_hurried=is_hurried, **changes) as program:
        out, err = program.communicate(timeout=60)
    return Ran(program.returncode, out, err)


def said(ran: Ran) -> Mapping[str, str]:
    """The gaps it told, by source: reason, count and detail."""
    told = (line.strip().partition(": ") for line in ran.err.splitlines() if line.startswith("  "))
    return {source: rest for source, _, rest in told if rest}
