"""Result lists of the fictional web, as Brave's API, SearXNG and a saved Google page would show them."""

from __future__ import annotations

import html
import json
import random
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

from scripts.samples.cases import Case, Search
from scripts.samples.mentions_web import BLOGS, FORUMS, Answer
from scripts.samples.talk import THEMES

PER_PAGE = 20
RANKED_DAYS = 35  # Tranco tells of about five weeks
LAST_RANKED = date(2026, 11, 21)
_WORDS = [
    "north",
    "winter",
    "harbour",
    "spoke",
    "tarmac",
    "hill",
    "rain",
    "lane",
    "kerb",
    "freehub",
    "lantern",
    "bridge",
    "pine",
    "slate",
    "river",
    "heather",
    "moss",
    "birch",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One organic result."""

    rank: int
    kind: str
    url: str
    title: str
    snippet: str
    day: date | None


def results(case: Case, search: Search) -> tuple[Result, ...]:
    """All results of a query in rank order, drawn with a fixed seed."""
    dice = random.Random(f"{case.key}/{search.text}")
    kinds, weights = zip(*sorted(search.mix.items()), strict=True)
    out: list[Result] = []
    seen: set[str] = set()
    while len(out) < search.results:
        rank = len(out) + 1
        kind = "own" if rank in search.top_own else dice.choices(kinds, weights)[0]
        result = _result(dice, rank, kind, search, case)
        if result.url not in seen:
            seen.add(result.url)
            out.append(result)
    return tuple(out)


def _result(dice: random.Random, rank: int, kind: str, search: Search, case: Case) -> Result:
    title, text = dice.choice(THEMES[dice.choice(tuple(THEMES))])
    name = search.text.title() if not search.is_brand else "Norrvind"
    slug = f"{search.text.replace(' ', '-')}-{dice.randint(100, 9999)}"
    day = date(2026, 11, 20) - timedelta(days=int(dice.expovariate(1 / 160)))
    word, other = dice.choice(_WORDS), dice.choice(_WORDS)
    rivals = [c.domain for c in case.companies if c.key != "us"]
    url = {
        "blog": lambda: (
            f"https://{_pick(dice, BLOGS)}/{day:%Y/%m}/{slug}"
            if dice.random() < 0.6
            else f"https://{word}{other}.example/blog/{slug}"
        ),
        "forum": lambda: f"https://{_pick(dice, FORUMS)}/t/{slug}/{dice.randint(100, 9999)}",
        "video": lambda: f"https://www.youtube.com/watch?v=example{dice.randint(1000, 9999)}",
        "news": lambda: f"https://www.{word}news.example/{day:%Y/%m/%d}/{slug}.html",
        "shop": lambda: f"https://shop.{word}wheels.example/products/{slug}",
        "company": lambda: f"https://www.{word}{other}-works.example/about-us/{slug}",
        "wiki": lambda: f"https://wiki.{word}cycling.example/wiki/{slug.title()}",
        "competitor": lambda: f"https://www.{dice.choice(rivals)}/models/{slug}",
        "own": lambda: f"https://www.norrvind.example/{dice.choice(('models', 'dealers', 'support'))}/{slug}",
        "unknown": lambda: f"https://{word}{other}.example/{slug}",
    }[kind]()
    is_dated = kind in ("blog", "news", "forum") and dice.random() < 0.7
    return Result(
        rank=rank,
        kind=kind,
        url=url,
        title=title.format(name=name),
        snippet=text,
        day=day if is_dated else None,
    )


def _pick(dice: random.Random, hosts: tuple[str, ...]) -> str:
    """The first hosts are met far more often than the last ones."""
    return hosts[min(int(dice.paretovariate(0.9)) - 1, len(hosts) - 1)]


def brave(case: Case, url: str) -> Answer:
    """GET /res/v1/web/search: 20 a page, offset is a page number up to 9."""
    ask = parse_qs(urlsplit(url).query)
    search = _search(case, ask["q"][0])
    page, count = int(ask.get("offset", ["0"])[0]), int(ask.get("count", ["20"])[0])
    found = results(case, search)
    shown = found[page * count : (page + 1) * count]
    value = {
        "type": "search",
        "query": {
            "original": ask["q"][0],
            "country": ask.get("country", ["us"])[0],
            "more_results_available": len(found) > (page + 1) * count and page < 9,
        },
        "web": {"type": "search", "results": [_brave_result(r) for r in shown], "family_friendly": True},
    }
    return 200, {"Content-Type": "application/json"}, json.dumps(value).encode()


def _brave_result(r: Result) -> dict[str, object]:
    host = urlsplit(r.url).hostname or ""
    out: dict[str, object] = {
        "type": "search_result", "subtype": "article" if r.kind in ("blog", "news") else "generic", "title": r.title, "url": r.url,
        "description": html.escape(r.snippet).replace("winter", "<strong>winter</strong>"), "language": "en", "family_friendly": True,
        "profile": {"name": host, "url": r.url, "long_name": host}, "meta_url": {"scheme": "https", "netloc": host, "hostname": host, "path": urlsplit(r.url).path},
    }  # fmt: skip
    if r.day:
        out["page_age"] = f"{r.day.isoformat()}T00:00:00"
        out["age"] = r.day.strftime("%B %d, %Y")
    return out


def searxng(case: Case, url: str) -> Answer:
    """GET /search?format=json: pages until one is empty; one engine was suspended."""
    ask = parse_qs(urlsplit(url).query)
    search = _search(case, ask["q"][0])
    page = int(ask.get("pageno", ["1"])[0])
    shown = results(case, search)[(page - 1) * PER_PAGE : page * PER_PAGE]
    value = {
        "query": ask["q"][0],
        "results": [
            {
                "url": r.url, "title": r.title, "content": r.snippet, "engine": "mojeek", "engines": ["mojeek", "brave"], "positions": [i, i],
                "score": round(4 / i, 4), "category": "general", "publishedDate": f"{r.day.isoformat()}T00:00:00" if r.day else None, "parsed_url": [*urlsplit(r.url), ""],
            }
            for i, r in enumerate(shown, 1)
        ],
        "answers": [], "corrections": [], "infoboxes": [], "suggestions": [],
        "unresponsive_engines": [["duckduckgo", "CAPTCHA"]] if page == 1 else [],
    }  # fmt: skip
    return 200, {"Content-Type": "application/json"}, json.dumps(value).encode()


def google_page(case: Case, search: Search, page: int) -> bytes:
    """A result page as a browser saves it: ten organic results, one advertisement, the query in the address."""
    start = (page - 1) * 10
    shown = results(case, search)[start : start + 10]
    query = search.text.replace(" ", "+")
    address = f"https://www.google.com/search?q={query}" + (f"&start={start}" if start else "")
    rows = "".join(
        f'<div class="MjjYud"><div class="g tF2Cxc"><div class="yuRUbf"><a href="{html.escape(r.url)}"><h3 class="LC20lb">{html.escape(r.title)}</h3>'
        f'<cite>{urlsplit(r.url).hostname}</cite></a></div><div class="VwiC3b"><span>{html.escape(r.snippet)}</span></div></div></div>'
        for r in shown
    )
    following = (
        f'<a id="pnnext" href="/search?q={query}&amp;start={start + 10}">Next</a>'
        if len(results(case, search)) > start + 10
        else ""
    )
    return (
        f"<!DOCTYPE html>\n<!-- saved from url=({len(address):04d}){address} -->\n"
        f'<html lang="en"><head><title>{html.escape(search.text)} - Google Search</title></head><body>'
        f'<form action="/search"><textarea name="q">{html.escape(search.text)}</textarea></form>'
        '<div id="tads"><div data-text-ad="1"><a href="https://www.google.com/aclk?adurl=https://shop.example/"><h3>An advertisement</h3></a></div></div>'
        f'<div id="search"><div id="rso">{rows}</div></div><div id="botstuff">{following}</div></body></html>'
    ).encode()


GOOGLE_CHECK = b"""<!DOCTYPE html><html><head><title>https://www.google.com/search?q=norrvind</title></head><body>
<form id="captcha-form" action="index" method="post"><div id="recaptcha" class="g-recaptcha"></div></form>
<p>Our systems have detected unusual traffic from your computer network. This page checks to see if it is really you
sending the requests, and not a robot.</p></body></html>"""


def tranco(case: Case) -> bytes:
    """A small list in Tranco's form: rank and domain, no header; only some blogs are in it."""
    return "".join(f"{rank},{host}\r\n" for rank, host in sorted(_ranks(case).items())).encode()


def tranco_ranks(case: Case, url: str) -> Answer:
    """Tranco's ranks of one domain, a day each, newest first; none for a domain that is not in the list."""
    domain = urlsplit(url).path.rsplit("/", 1)[1]
    listed = {host: (rank, rank) for rank, host in _ranks(case).items()}
    listed |= {c.domain: c.site_rank for c in case.companies if c.site_rank[0]}
    first, last = listed.get(domain, (0, 0))
    days = range(RANKED_DAYS) if first else ()
    ranks = [
        {
            "date": f"{LAST_RANKED - timedelta(days=i)}",
            "rank": round(last + (first - last) * i / (RANKED_DAYS - 1)),
        }
        for i in days
    ]
    body = json.dumps({"ranks": ranks}).encode()
    return 200, {"Content-Type": "application/json"}, body


def _ranks(case: Case) -> dict[int, str]:
    dice = random.Random(f"{case.key}/tranco")
    rows = {1: "search.example", 2: "video.example"}
    hosts = [h.split(".", 1)[1] for h in (*BLOGS[:9], *FORUMS)]
    for host in hosts:
        rows[int(10 ** dice.uniform(3.2, 6.2))] = host
    return rows


def _search(case: Case, text: str) -> Search:
    return next(s for s in case.searches if s.text == text.strip('"'))
