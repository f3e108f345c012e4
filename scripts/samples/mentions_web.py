"""Hacker News, WordPress.com, Mastodon tags, GDELT, feeds and a listening export, as each would answer."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from urllib.parse import parse_qs, urlsplit

from scripts.samples.cases import WINDOW_END, WINDOW_START, Case
from scripts.samples.talk import Post, in_range, posts

Answer = tuple[int, dict[str, str], bytes]
BLOGS = (
    "blog.ridingnorth.example", "blog.wattsandwheels.example", "blog.frostpedal.example", "blog.twowheeltown.example",
    "blog.slowcommute.example", "blog.batterydiary.example", "blog.bikewidow.example", "blog.harbourlane.example",
    "blog.kerbside.example", "blog.raincape.example", "blog.freehub.example", "blog.tarmactales.example",
)  # fmt: skip
FEEDS = ("cyclepost.example", "urbanmobility.example", "northwheels.example", "ebikedaily.example")
FORUMS = ("forum.pedelectalk.example", "forum.cityriders.example", "forum.wintercyclists.example")
NEWS = ("cyclepost.example", "harbourtimes.example", "northgazette.example")


def spoken(case: Case, topic: str, source: str) -> tuple[Post, ...]:
    """The posts about a topic in one source."""
    talk = case.talks[topic]
    return posts(
        topic,
        talk.phrase,
        count=talk.counts.get(source, 0),
        start=WINDOW_START,
        end=WINDOW_END,
        growth=talk.growth,
        seed=f"{case.key}/{source}",
        peak=talk.peak,
    )


def _json(value: object, **headers: str) -> Answer:
    return 200, {"Content-Type": "application/json; charset=utf-8", **headers}, json.dumps(value).encode()


def hacker_news(case: Case, url: str) -> Answer:
    """Algolia's search_by_date: newest first, stories and comments by tag, a window by created_at_i."""
    ask = parse_qs(urlsplit(url).query)
    phrase = ask.get("query", [""])[0].strip('"').lower()
    is_story = "story" in ask.get("tags", ["story"])[0]
    bounds = re.findall(r"created_at_i([<>]=?)(\d+)", ask.get("numericFilters", [""])[0])
    after = next((datetime.fromtimestamp(int(n), UTC) for op, n in bounds if op[0] == ">"), None)
    before = next((datetime.fromtimestamp(int(n), UTC) for op, n in bounds if op[0] == "<"), None)
    topic = next((k for k, t in case.talks.items() if t.phrase.lower() == phrase), "")
    found = list(in_range(spoken(case, topic, "hackernews"), after, before)) if topic else []
    found = [p for p in found if (p.number % 4 == 0) == is_story]
    per_page, page = int(ask.get("hitsPerPage", ["20"])[0]), int(ask.get("page", ["0"])[0])
    hits = [_hit(p, is_story=is_story) for p in found[page * per_page : (page + 1) * per_page]]
    return _json(
        {
            "hits": hits,
            "nbHits": len(found),
            "nbPages": -(-len(found) // max(per_page, 1)),
            "page": page,
            "hitsPerPage": per_page,
            "exhaustiveNbHits": True,
            "exhaustive": {"nbHits": True, "typo": True},
            "query": ask.get("query", [""])[0],
            "params": urlsplit(url).query,
        }
    )


def _hit(post: Post, *, is_story: bool) -> dict[str, object]:
    number = 47000000 + sum(map(ord, post.topic)) * 1000 + post.number
    common = {
        "objectID": str(number),
        "created_at": post.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "created_at_i": int(post.at.timestamp()),
        "author": post.handle,
        "_tags": ["story" if is_story else "comment", f"author_{post.handle}"],
    }
    if is_story:
        url = f"https://{BLOGS[post.number % len(BLOGS)]}/{post.at:%Y/%m}/{_slug(post.title)}"
        return {
            **common,
            "title": post.title,
            "url": url,
            "points": post.points,
            "num_comments": post.comments,
        }
    text = html.escape(f"{post.title}. {post.text}", quote=True)
    return {
        **common,
        "comment_text": text,
        "story_id": number - 1,
        "story_title": f"Ask: {post.title}",
        "parent_id": number - 1,
    }


def wordpress(case: Case, url: str) -> Answer:
    """read/tags/SLUG/posts of WordPress.com: up to 40 posts, newest first, before a moment."""
    split = urlsplit(url)
    slug = split.path.split("/tags/")[1].split("/")[0]
    ask = parse_qs(split.query)
    topic = next((k for k, t in case.talks.items() if slug in (t.tag, _slug(t.phrase))), "")
    before = _moment(ask.get("before", [""])[0])
    after = _moment(ask.get("after", [""])[0])
    found = list(in_range(spoken(case, topic, "wordpress_com"), after, before)) if topic else []
    number = int(ask.get("number", ["20"])[0])
    return _json({"date_range": {}, "number": number, "posts": [_wp_post(p) for p in found[:number]]})


def _wp_post(post: Post) -> dict[str, object]:
    host = BLOGS[(post.number * 7 + len(post.topic)) % len(BLOGS)]
    stamp = post.at.strftime("%Y-%m-%dT%H:%M:%S+00:00")
    return {
        "ID": 1000 + post.number,
        "site_ID": 500 + BLOGS.index(host),
        "feed_ID": 900 + BLOGS.index(host),
        "site_name": host.split(".")[1].title(),
        "title": html.escape(post.title),
        "URL": f"https://{host}/{post.at:%Y/%m/%d}/{_slug(post.title)}-{post.topic[:2]}{post.number}/",
        "date": stamp,
        "modified": stamp,
        "author": {"name": post.author, "login": post.handle},
        "excerpt": f"<p>{html.escape(post.text)}</p>\n",
        "tags": {post.name: {"slug": _slug(post.name), "post_count": 3}},
        "like_count": post.points,
        "discussion": {"comment_count": post.comments},
        "is_external": False,
    }


def mastodon_tag(case: Case, host: str, url: str) -> Answer:
    """A hashtag timeline: up to 40 statuses, newest first, next page by the Link header."""
    split = urlsplit(url)
    tag = split.path.rsplit("/", 1)[1].lower()
    ask = parse_qs(split.query)
    topic = next((k for k, t in case.talks.items() if t.tag == tag), "")
    found = list(in_range(spoken(case, topic, "mastodon_tags"), None, None)) if topic else []
    if host != "mastodon.social":  # the second server knows every third post of the first, under other ids
        found = [p for p in found if p.number % 3 == 0]
    shift = 0 if host == "mastodon.social" else 7
    below = int(ask["max_id"][0]) if "max_id" in ask else None
    found = [p for p in found if below is None or _status_id(p, shift) < below]
    shown = found[: int(ask.get("limit", ["20"])[0])]
    headers = {}
    if len(found) > len(shown):
        rest = f"https://{host}{split.path}?limit=40&max_id={_status_id(shown[-1], shift)}"
        headers["Link"] = f'<{rest}>; rel="next"'
    return _json([_status(p, host, shift) for p in shown], **headers)


def _status_id(post: Post, shift: int) -> int:
    return int(post.at.timestamp()) * 65536 * 1000 + post.number * 16 + shift


def _status(post: Post, host: str, shift: int) -> dict[str, object]:
    home = "mastodon.social"
    uri = f"https://{home}/users/{post.handle}/statuses/{_status_id(post, 0)}"
    acct = post.handle if host == home else f"{post.handle}@{home}"
    return {
        "id": str(_status_id(post, shift)),
        "created_at": post.at.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "in_reply_to_id": None,
        "sensitive": False,
        "visibility": "public",
        "language": "en",
        "uri": uri,
        "url": f"https://{home}/@{post.handle}/{_status_id(post, 0)}",
        "replies_count": post.comments,
        "reblogs_count": post.points // 3,
        "favourites_count": post.points,
        "content": f'<p>{html.escape(post.title)}. {html.escape(post.text)} <a href="https://{host}/tags/x">#<span>{post.name.replace(" ", "")}</span></a></p>',
        "reblog": None,
        "account": {
            "id": str(sum(map(ord, post.handle))),
            "username": post.handle,
            "acct": acct,
            "display_name": post.author,
            "bot": False,
            "url": f"https://{home}/@{post.handle}",
        },
        "tags": [{"name": post.name.lower().replace(" ", "").replace("-", "")}],
    }


def gdelt(case: Case, url: str) -> Answer:
    """GDELT's article search: articles a day of a topic, or the newest of them; no match is an empty object."""
    ask = parse_qs(urlsplit(url).query)
    asked = {term.lower() for term in re.findall(r'(?<!-)"([^"]+)"', ask.get("query", [""])[0])}
    topic = next((k for k, t in case.talks.items() if t.phrase.lower() in asked), "")
    start, end = (_digits(ask[name][0]) for name in ("startdatetime", "enddatetime"))
    found = list(in_range(spoken(case, topic, "gdelt"), start, end + timedelta(seconds=1))) if topic else []
    if not found:
        return _json({})
    if ask.get("mode") == ["artlist"]:
        return _json({"articles": [_article(p) for p in found[: int(ask.get("maxrecords", ["75"])[0])]]})
    seen = Counter(p.at.date() for p in found)
    days = [start.date() + timedelta(days=i) for i in range((end.date() - start.date()).days + 1)]
    data = [
        {
            "date": f"{day:%Y%m%d}T000000Z",
            "value": seen[day],
            # fewer articles appear at weekends
            "norm": (52_000 if day.weekday() > 4 else 158_000) + day.toordinal() * 7919 % 15_000,
        }
        for day in days
    ]
    return _json(
        {
            "query_details": {"title": ask["query"][0], "date_resolution": "day"},
            "timeline": [{"series": "Article Count", "data": data}],
        }
    )


def _article(post: Post) -> dict[str, object]:
    papers = (*NEWS, *FEEDS[1:])
    host = papers[post.number % len(papers)]
    link = f"https://{host}/{post.at:%Y/%m/%d}/{_slug(post.title)}-g{post.topic[:2]}{post.topic[-1]}{post.number}"
    quarter = post.at.replace(minute=post.at.minute // 15 * 15, second=0)
    return {
        "url": link,
        "url_mobile": "",
        "title": post.title.replace(",", " ,").replace("?", " ?"),  # cut into words, as the service does
        "seendate": f"{quarter:%Y%m%dT%H%M%SZ}",
        "socialimage": "" if post.number % 3 else f"{link}.jpg",
        "domain": host,
        "language": "English",
        "sourcecountry": "Sweden",
    }


def _digits(text: str) -> datetime:
    return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=UTC)


def feed(case: Case, host: str) -> Answer:
    """An RSS 2.0 feed of a fictional trade paper: every fourth of the posts about each topic."""
    which = FEEDS.index(host)
    found = [
        p for topic in case.talks for p in spoken(case, topic, "feeds") if p.number % len(FEEDS) == which
    ]
    items = "".join(
        f"<item><title>{html.escape(p.title)}</title><link>https://{host}/{p.at:%Y/%m/%d}/{_slug(p.title)}-{p.topic[:2]}{p.number}?utm_source=rss&amp;utm_medium=feed</link>"
        f'<guid isPermaLink="false">{host}-{p.topic}-{p.number}</guid><pubDate>{format_datetime(p.at)}</pubDate>'
        f"<description><![CDATA[<p>{html.escape(p.text)}</p>]]></description></item>"
        for p in sorted(found, key=lambda p: p.at, reverse=True)
    )
    body = (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
        f"<title>{host.split('.')[0].title()}</title><link>https://{host}/</link><description>News on two wheels</description>"
        f"{items}</channel></rss>"
    )
    return 200, {"Content-Type": "application/rss+xml; charset=utf-8"}, body.encode()


def listening_export(case: Case) -> bytes:
    """A listening tool's CSV with Meltwater's column names: forums, blogs and news."""
    out = io.StringIO()
    columns = [
        "Date",
        "Headline",
        "URL",
        "Opening Text",
        "Hit Sentence",
        "Source",
        "Influencer",
        "Country",
        "Language",
        "Reach",
        "Engagement",
        "Sentiment",
        "Input Name",
        "Keywords",
    ]
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    found = [p for topic in case.talks for p in spoken(case, topic, "listening_export")]
    for p in sorted(found, key=lambda p: (p.at, p.topic, p.number)):
        kind = p.number % 10
        host = (
            FORUMS[p.number % len(FORUMS)]
            if kind < 5
            else BLOGS[p.number % len(BLOGS)]
            if kind < 8
            else NEWS[p.number % len(NEWS)]
        )
        path = (
            f"t/{_slug(p.title)}/{9000 + p.number}"
            if kind < 5
            else f"{p.at:%Y/%m/%d}/{_slug(p.title)}-x{p.topic[:2]}{p.number}"
        )
        writer.writerow(
            [
                p.at.strftime("%d-%b-%Y %I:%M%p"),
                p.title,
                f"https://{host}/{path}?from={p.topic[:2]}{p.number}",
                p.text,
                p.title,
                host,
                p.author,
                "Sweden",
                "English",
                200 + p.points * 40,
                p.points + p.comments,
                p.tone.title(),
                p.name,
                p.name,
            ]
        )
    return out.getvalue().encode("utf-8-sig")


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    moment = datetime.fromisoformat(text.replace("Z", "+00:00").replace(" ", "+"))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
