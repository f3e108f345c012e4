"""Wikipedia, Wikidata, page views, websites, Bluesky and Mastodon of the fictional companies."""

from __future__ import annotations

import html
import json
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from urllib.parse import parse_qs, unquote, urlsplit

from scripts.samples.cases import Case, Company
from scripts.samples.mentions_web import Answer

TODAY = date(2026, 11, 22)
_LANGUAGES = ("sv", "da", "de", "nb", "fi", "nl", "fr", "it")


def _json(value: object, status: int = 200) -> Answer:
    return status, {"Content-Type": "application/json; charset=utf-8"}, json.dumps(value).encode()


def mediawiki(case: Case, host: str, url: str) -> Answer:
    """action=query on api.php, formatversion 2: titles with info, or a search."""
    ask = {k: v[0] for k, v in parse_qs(urlsplit(url).query).items()}
    language = host.split(".")[0]
    articles = {c.article: c for c in case.companies if c.article and language in ("en", "www")}
    if ask.get("list") == "search" or "srsearch" in ask:
        wanted = ask.get("srsearch", "").strip('"').lower()
        found = [c for t, c in articles.items() if c.name.lower() in wanted or wanted in t.lower()]
        hits = [
            {
                "ns": 0,
                "title": c.article,
                "pageid": _page_id(c),
                "size": c.article_bytes,
                "timestamp": "2026-09-30T11:00:00Z",
                "snippet": "",
            }
            for c in found
        ]
        return _json(
            {"batchcomplete": True, "query": {"searchinfo": {"totalhits": len(hits)}, "search": hits}}
        )
    pages = []
    for title in ask.get("titles", "").split("|"):
        company = articles.get(title)
        if company is None:
            pages.append({"ns": 0, "title": title, "missing": True})
            continue
        page: dict[str, object] = {
            "pageid": _page_id(company), "ns": 0, "title": title, "contentmodel": "wikitext", "pagelanguage": "en", "touched": "2026-10-15T03:00:00Z",
            "lastrevid": 1300000000 + _page_id(company), "length": company.article_bytes,
            "fullurl": f"https://en.wikipedia.org/wiki/{title.replace(' ', '_')}", "pageprops": {"wikibase_item": company.qid},
            "langlinks": [{"lang": code, "title": company.name} for code in _LANGUAGES[: company.article_languages - 1]],
        }  # fmt: skip
        is_first = ask.get("rvdir") == "newer"
        stamp = company.article_created if is_first else "2026-09-30T11:00:00Z"
        page["revisions"] = [{"timestamp": stamp, "size": 900 if is_first else company.article_bytes}]
        pages.append(page)
    return _json({"batchcomplete": True, "query": {"pages": pages}})


def _page_id(company: Company) -> int:
    return 70000000 + sum(map(ord, company.name))


def wikidata(case: Case, url: str) -> Answer:
    """wbsearchentities, wbgetentities and Special:EntityData."""
    split = urlsplit(url)
    ask = {k: v[0] for k, v in parse_qs(split.query).items()}
    items = {c.qid: c for c in case.companies if c.qid}
    if ask.get("action") == "wbsearchentities":
        wanted = ask["search"].lower()
        found = [
            c
            for c in items.values()
            if c.name.lower().startswith(wanted.split()[0]) and wanted.split()[0] in c.name.lower()
        ]
        hits = [
            {
                "id": c.qid,
                "label": c.name,
                "description": "bicycle maker",
                "match": {"type": "label", "language": "en", "text": c.name},
            }
            for c in found
        ]
        return _json({"searchinfo": {"search": ask["search"]}, "search": hits, "success": 1})
    ids = ask["ids"].split("|") if "ids" in ask else [split.path.rsplit("/", 1)[1].removesuffix(".json")]
    return _json(
        {
            "entities": {i: _entity(items[i]) if i in items else {"id": i, "missing": ""} for i in ids},
            "success": 1,
        }
    )


def _entity(c: Company) -> dict[str, object]:
    claims: dict[str, object] = {
        "P31": [
            _claim(
                "P31", {"entity-type": "item", "numeric-id": 4830453, "id": "Q4830453"}, "wikibase-entityid"
            )
        ],
        "P856": [_claim("P856", f"https://www.{c.domain}/", "string")],
    }
    if c.bluesky:
        claims["P12361"] = [_claim("P12361", c.bluesky[0], "string")]
    labels = {"en": {"language": "en", "value": c.name}}
    sitelinks = {"enwiki": {"site": "enwiki", "title": c.article, "badges": []}} if c.article else {}
    return {
        "type": "item",
        "id": c.qid,
        "labels": labels,
        "descriptions": {},
        "aliases": {},
        "claims": claims,
        "sitelinks": sitelinks,
        "lastrevid": 2481000000,
        "modified": "2026-10-01T00:00:00Z",
    }


def _claim(prop: str, value: object, kind: str) -> dict[str, object]:
    return {
        "mainsnak": {"snaktype": "value", "property": prop, "datavalue": {"value": value, "type": kind}},
        "type": "statement",
        "rank": "normal",
    }


def pageviews(case: Case, url: str) -> Answer:
    """Monthly user views of one article."""
    parts = urlsplit(url).path.split("/per-article/")[1].split("/")
    title = unquote(parts[3]).replace("_", " ")
    company = next((c for c in case.companies if c.article == title), None)
    if company is None:
        return _json({"type": "about:blank", "title": "Not Found", "status": 404, "detail": "no data"}, 404)
    start, end = parts[5][:8], parts[6][:8]
    months = []
    day = date(int(start[:4]), int(start[4:6]), 1)
    while day.strftime("%Y%m%d") <= end:
        months.append(day)
        day = (day + timedelta(days=32)).replace(day=1)
    low, high = company.views
    items = []
    for i, month in enumerate(months):
        grown = low + (high - low) * i / max(1, len(months) - 1)
        ripple = 1 + ((sum(map(ord, company.name)) + 7 * i) % 9 - 4) / 100
        items.append(
            {
                "project": "en.wikipedia",
                "article": title.replace(" ", "_"),
                "granularity": "monthly",
                "timestamp": f"{month:%Y%m}0100",
                "access": "all-access",
                "agent": "user",
                "views": int(grown * ripple),
            }
        )
    return _json({"items": items})


def website(case: Case, host: str, path: str) -> Answer:
    """robots.txt, home page, feed and sitemap of a company's site."""
    company = next(c for c in case.companies if host.removeprefix("www.") == c.domain)
    if path == "/robots.txt":
        return 200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /cart/\n"
    if path in ("", "/"):
        return 200, {"Content-Type": "text/html; charset=utf-8"}, _home(company).encode()
    if path.startswith("/blog/feed") and company.blog_posts_90d >= 0:
        return 200, {"Content-Type": "application/rss+xml"}, _blog_feed(company).encode()
    if path.rstrip("/") == "/blog" and company.blog_posts_90d >= 0:
        return (
            200,
            {"Content-Type": "text/html"},
            f"<html><title>{company.name} blog</title><body class='blog'><h1>Blog</h1></body></html>".encode(),
        )
    return 404, {"Content-Type": "text/html"}, b"<html><title>Not found</title><body>Not found</body></html>"


def _home(c: Company) -> str:
    link = (
        f'<link rel="alternate" type="application/rss+xml" title="{c.name} blog" href="/blog/feed/">'
        if c.blog_posts_90d >= 0
        else ""
    )
    node = {
        "@context": "https://schema.org",
        "@type": "Organization",
        "name": c.name,
        "url": f"https://www.{c.domain}/",
        "sameAs": list(c.profiles),
    }
    footer = "".join(f'<a href="{html.escape(p)}">{urlsplit(p).hostname}</a> ' for p in c.profiles)
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{c.name}</title>{link}<script type="application/ld+json">{json.dumps(node)}</script></head>'
        f'<body><header><a href="/">{c.name}</a> <a href="/models">Models</a> <a href="/dealers">Dealers</a></header><main><h1>City e-bikes by {c.name}</h1>'
        f"<p>Made by a company that exists in this example only.</p></main><footer>{footer}</footer></body></html>"
    )


def _blog_feed(c: Company) -> str:
    last = c.blog_last or TODAY
    step = max(1, 90 // max(1, c.blog_posts_90d))
    days = [last - timedelta(days=step * i) for i in range(max(c.blog_posts_90d, 1) + 6)]
    items = "".join(
        f"<item><title>Notes from the workshop, {d:%d %B}</title><link>https://www.{c.domain}/blog/{d:%Y/%m/%d}/notes</link><guid>https://www.{c.domain}/blog/{d:%Y/%m/%d}/notes</guid>"
        f"<pubDate>{format_datetime(datetime(d.year, d.month, d.day, 9, tzinfo=UTC))}</pubDate></item>"
        for d in days
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>{c.name} blog</title><link>https://www.{c.domain}/blog</link>{items}</channel></rss>'


def bluesky(case: Case, url: str) -> Answer:
    """getProfile, getAuthorFeed and searchActorsTypeahead of the public AppView."""
    split = urlsplit(url)
    if split.path.endswith("searchActorsTypeahead"):
        return _bluesky_search(case, parse_qs(split.query).get("q", [""])[0])
    actor = parse_qs(split.query).get("actor", [""])[0]
    company = next((c for c in case.companies if c.bluesky and actor in (c.bluesky[0], _did(c))), None)
    if company is None or company.bluesky is None:
        return _json({"error": "InvalidRequest", "message": "Profile not found"}, 400)
    handle, followers, posts, last = company.bluesky
    if split.path.endswith("getProfile"):
        return _json(
            {
                "did": _did(company),
                "handle": handle,
                "displayName": company.name,
                "followersCount": followers,
                "followsCount": 120,
                "postsCount": posts * 6 + 14,
                "createdAt": "2024-11-14T09:00:00.000Z",
                "indexedAt": "2026-10-01T00:00:00.000Z",
                "labels": [],
            }
        )
    step = 90 / max(posts, 1)
    feed = []
    for i in range(max(posts, 1) + 3):
        at = datetime(last.year, last.month, last.day, 10, tzinfo=UTC) - timedelta(
            days=step * i if i < posts else 91 + i
        )
        stamp = at.strftime("%Y-%m-%dT%H:%M:%S.000Z")
        feed.append(
            {
                "post": {
                    "uri": f"at://{_did(company)}/app.bsky.feed.post/3example{i:04d}",
                    "cid": f"bafyexample{i:04d}",
                    "author": {"did": _did(company), "handle": handle},
                    "record": {
                        "$type": "app.bsky.feed.post",
                        "createdAt": stamp,
                        "text": "A note from the workshop",
                    },
                    "indexedAt": stamp,
                    "likeCount": 9,
                    "repostCount": 2,
                    "replyCount": 1,
                }
            }
        )
    return _json({"feed": feed[:100]})


def _bluesky_search(case: Case, wanted: str) -> Answer:
    """Accounts whose name begins as the one that is wanted; their followers are told elsewhere."""
    found = [c for c in case.companies if c.bluesky and c.name.lower().startswith(wanted.lower())]
    actors = [
        {
            "did": _did(c),
            "handle": c.bluesky[0],
            "displayName": c.name,
            "labels": [],
            "createdAt": "2024-11-14T09:00:00.000Z",
        }
        for c in found
        if c.bluesky
    ]
    return _json({"actors": actors})


def _did(c: Company) -> str:
    return f"did:plc:example{c.key.replace('-', '')}"


def mastodon_account(case: Case, url: str) -> Answer:
    """accounts/lookup and accounts/ID/statuses of the home server."""
    split = urlsplit(url)
    ask = parse_qs(split.query)
    company = next(c for c in case.companies if c.mastodon and c.mastodon[0].endswith(f"@{split.hostname}"))
    assert company.mastodon is not None
    name, followers, posts, last = company.mastodon
    user, home = name.split("@")
    if split.path.endswith("/lookup") and ask.get("acct", [""])[0] != user:
        return _json({"error": "Record not found"}, 404)
    if split.path.endswith("/lookup"):
        return _json(
            {
                "id": "42",
                "username": user,
                "acct": user,
                "display_name": company.name,
                "bot": False,
                "locked": False,
                "created_at": "2022-11-20T00:00:00.000Z",
                "url": f"https://{home}/@{user}",
                "followers_count": followers,
                "following_count": 31,
                "statuses_count": posts * 9,
                "last_status_at": last.isoformat(),
                "fields": [
                    {
                        "name": "Site",
                        "value": f'<a href="https://www.{company.domain}/">{company.domain}</a>',
                        "verified_at": "2023-01-02T00:00:00.000Z",
                    }
                ],
            }
        )
    below = int(ask["max_id"][0]) if "max_id" in ask else 10**9
    step = 90 / max(posts, 1)
    statuses = []
    for i in range(posts + 30):
        at = datetime(last.year, last.month, last.day, 8, tzinfo=UTC) - timedelta(days=step * i)
        number = 10**6 - i
        if number < below:
            statuses.append(
                {
                    "id": str(number),
                    "created_at": at.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
                    "in_reply_to_id": None,
                    "in_reply_to_account_id": None,
                    "reblog": None,
                    "visibility": "public",
                    "uri": f"https://{home}/users/{user}/statuses/{number}",
                    "url": f"https://{home}/@{user}/{number}",
                    "content": "<p>A note</p>",
                    "account": {"id": "42", "acct": user},
                }
            )
    return _json(statuses[:40])
