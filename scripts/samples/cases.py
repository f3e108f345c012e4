"""The three sample clients: how much is said, what searches show, who is present, and what goes wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

WINDOW_START, WINDOW_END = date(2025, 11, 17), date(2026, 11, 16)


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """Volume of conversation on one topic, by source key, and its growth from half to half."""

    phrase: str
    tag: str
    counts: Mapping[str, int]
    growth: float = 1.0
    peak: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """A fictional company's traces on the web."""

    key: str
    name: str
    domain: str
    article: str = ""  # title on Wikipedia, "" = none
    article_languages: int = 0
    article_created: str = ""
    article_bytes: int = 0
    views: tuple[int, int] = (0, 0)  # monthly page views in the first and the last month
    qid: str = ""
    blog_posts_90d: int = -1  # -1 = no blog
    blog_last: date | None = None
    profiles: tuple[str, ...] = ()
    bluesky: tuple[str, int, int, date] | None = None  # handle, followers, posts in 90 days, last post
    mastodon: tuple[str, int, int, date] | None = None
    site_rank: tuple[int, int] = (0, 0)  # five weeks before and on the last day; 0 = not in the list


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What a query shows: weights of kinds of site, and how many results the engine gives."""

    text: str
    mix: Mapping[str, float]
    results: int
    is_brand: bool
    top_own: tuple[int, ...] = ()  # ranks that our own pages hold


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One sample client."""

    key: str
    talks: Mapping[str, Talk]
    companies: tuple[Company, ...]
    searches: tuple[Search, ...]
    engine: str  # brave | google | searxng
    faults: Mapping[str, tuple[int, str]] = field(default_factory=dict)  # host -> status, body
    has_traffic_list: bool = True
    earlier: tuple[Company, ...] = ()  # the companies as an earlier run saw them; empty = there was none


_US = Company(
    key="us",
    name="Norrvind Cycles",
    domain="norrvind.example",
    profiles=(
        "https://www.linkedin.com/company/norrvind-example",
        "https://www.instagram.com/norrvind.example/",
    ),
    blog_posts_90d=-1,
)
_VELMORA = Company(
    key="velmora",
    name="Velmora",
    domain="velmora.example",
    article="Velmora",
    article_languages=6,
    article_created="2016-03-08T10:12:00Z",
    article_bytes=18432,
    views=(2310, 5240),
    qid="Q90000001",
    blog_posts_90d=26,
    blog_last=date(2026, 11, 18),
    profiles=(
        "https://www.linkedin.com/company/velmora-example",
        "https://www.instagram.com/velmora.example/",
        "https://www.youtube.com/@velmoraexample",
        "https://bsky.app/profile/velmora.example",
        "https://social.velmora.example/@velmora",
    ),
    bluesky=("velmora.example", 18400, 61, date(2026, 11, 20)),
    mastodon=("velmora@social.velmora.example", 7320, 44, date(2026, 11, 21)),
    site_rank=(141_207, 128_944),
)
_BRIGHTSPOKE = Company(
    key="brightspoke",
    name="Brightspoke",
    domain="brightspoke.example",
    article="Brightspoke (company)",
    article_languages=3,
    article_created="2019-09-21T07:40:00Z",
    article_bytes=9216,
    views=(980, 1730),
    qid="Q90000002",
    blog_posts_90d=13,
    blog_last=date(2026, 11, 11),
    profiles=(
        "https://www.linkedin.com/company/brightspoke-example",
        "https://www.youtube.com/@brightspokeexample",
        "https://bsky.app/profile/brightspoke.example",
    ),
    bluesky=("brightspoke.example", 6150, 22, date(2026, 11, 17)),
    site_rank=(402_118, 409_530),
)
_KESTREL = Company(
    key="kestrel-bikes",
    name="Kestrel Bikes",
    domain="kestrelbikes.example",
    profiles=(
        "https://www.linkedin.com/company/kestrelbikes-example",
        "https://www.facebook.com/kestrelbikes.example",
    ),
    blog_posts_90d=2,
    blog_last=date(2026, 10, 2),
    bluesky=("kestrelbikes.example", 410, 0, date(2026, 5, 4)),
)

_EARLIER = (
    _US,
    replace(
        _VELMORA,
        blog_last=date(2026, 10, 15),
        bluesky=("velmora.example", 16890, 54, date(2026, 10, 17)),
        mastodon=("velmora@social.velmora.example", 7155, 41, date(2026, 10, 16)),
    ),
    replace(
        _BRIGHTSPOKE,
        blog_last=date(2026, 10, 9),
        bluesky=("brightspoke.example", 5920, 19, date(2026, 10, 13)),
    ),
    replace(_KESTREL, bluesky=("kestrelbikes.example", 413, 0, date(2026, 5, 4))),
)

_CONVERSATION = {
    "blog": 34,
    "forum": 20,
    "video": 5,
    "news": 14,
    "shop": 11,
    "company": 5,
    "wiki": 3,
    "competitor": 4,
    "own": 2,
    "unknown": 2,
}
_BRAND = {
    "blog": 36,
    "forum": 24,
    "video": 5,
    "news": 12,
    "shop": 8,
    "company": 3,
    "wiki": 2,
    "competitor": 3,
    "own": 5,
    "unknown": 2,
}

STRONG = Case(
    key="strong",
    talks={
        "us": Talk(
            phrase="Norrvind",
            tag="norrvind",
            growth=1.35,
            peak=date(2026, 3, 2),
            counts={
                "gdelt": 52,
                "hackernews": 34,
                "wordpress_com": 188,
                "mastodon_tags": 246,
                "feeds": 41,
                "listening_export": 739,
            },
        ),
        "velmora": Talk(
            phrase="Velmora",
            tag="velmora",
            growth=2.3,
            counts={
                "gdelt": 77,
                "hackernews": 58,
                "wordpress_com": 231,
                "mastodon_tags": 322,
                "feeds": 64,
                "listening_export": 907,
            },
        ),
        "brightspoke": Talk(
            phrase="Brightspoke",
            tag="brightspoke",
            growth=1.9,
            counts={
                "gdelt": 24,
                "hackernews": 21,
                "wordpress_com": 122,
                "mastodon_tags": 148,
                "feeds": 30,
                "listening_export": 421,
            },
        ),
        "kestrel-bikes": Talk(
            phrase="Kestrel Bikes",
            tag="kestrelbikes",
            growth=1.0,
            counts={
                "gdelt": 12,
                "hackernews": 6,
                "wordpress_com": 44,
                "mastodon_tags": 39,
                "feeds": 11,
                "listening_export": 160,
            },
        ),
        "industry-1": Talk(
            phrase="city e-bike",
            tag="cityebike",
            growth=1.5,
            counts={
                "gdelt": 164,
                "hackernews": 71,
                "wordpress_com": 263,
                "mastodon_tags": 287,
                "feeds": 88,
                "listening_export": 0,
            },
        ),
        "industry-2": Talk(
            phrase="e-bike winter range",
            tag="ebikewinterrange",
            growth=1.4,
            counts={
                "gdelt": 58,
                "hackernews": 18,
                "wordpress_com": 84,
                "mastodon_tags": 66,
                "feeds": 24,
                "listening_export": 0,
            },
        ),
        "industry-3": Talk(
            phrase="e-bike service",
            tag="ebikeservice",
            growth=1.3,
            counts={
                "gdelt": 41,
                "hackernews": 12,
                "wordpress_com": 59,
                "mastodon_tags": 51,
                "feeds": 19,
                "listening_export": 0,
            },
        ),
    },
    companies=(_US, _VELMORA, _BRIGHTSPOKE, _KESTREL),
    searches=(
        Search(text="norrvind", mix=_BRAND, results=200, is_brand=True, top_own=(1, 2, 5)),
        Search(text="norrvind battery", mix=_BRAND, results=200, is_brand=True, top_own=(4,)),
        Search(text="city e-bike", mix=_CONVERSATION, results=200, is_brand=False),
        Search(
            text="e-bike winter range",
            mix={**_CONVERSATION, "blog": 42, "forum": 26, "shop": 5},
            results=200,
            is_brand=False,
        ),
        Search(
            text="e-bike service",
            mix={**_CONVERSATION, "blog": 24, "forum": 14, "shop": 22, "company": 14},
            results=180,
            is_brand=False,
        ),
    ),
    engine="brave",
    earlier=_EARLIER,
)

_OURS = {"own": 34, "news": 12, "shop": 12, "blog": 20, "forum": 14, "company": 4, "unknown": 4}

MIXED = Case(
    key="mixed",
    talks={
        "us": Talk(
            phrase="Norrvind",
            tag="norrvind",
            growth=1.0,
            counts={
                "hackernews": 3,
                "wordpress_com": 9,
                "mastodon_tags": 2,
                "feeds": 6,
                "listening_export": 0,
            },
        ),
        "velmora": Talk(
            phrase="Velmora",
            tag="velmora",
            growth=1.1,
            counts={
                "hackernews": 4,
                "wordpress_com": 14,
                "mastodon_tags": 2,
                "feeds": 5,
                "listening_export": 0,
            },
        ),
        "brightspoke": Talk(
            phrase="Brightspoke",
            tag="brightspoke",
            growth=1.0,
            counts={
                "hackernews": 1,
                "wordpress_com": 6,
                "mastodon_tags": 2,
                "feeds": 3,
                "listening_export": 0,
            },
        ),
        "industry-1": Talk(
            phrase="city e-bike",
            tag="cityebike",
            growth=1.2,
            counts={
                "hackernews": 15,
                "wordpress_com": 41,
                "mastodon_tags": 2,
                "feeds": 22,
                "listening_export": 0,
            },
        ),
    },
    companies=(
        Company(
            key="us",
            name="Norrvind Cycles",
            domain="norrvind.example",
            article="Norrvind Cycles",
            article_languages=4,
            article_created="2015-05-02T08:00:00Z",
            article_bytes=14200,
            views=(1900, 2050),
            qid="Q90000003",
            blog_posts_90d=19,
            blog_last=date(2026, 11, 19),
            profiles=(
                "https://bsky.app/profile/norrvind.example",
                "https://www.linkedin.com/company/norrvind-example",
            ),
            bluesky=("norrvind.example", 9100, 37, date(2026, 11, 20)),
        ),
        Company(
            key="velmora",
            name="Velmora",
            domain="velmora.example",
            blog_posts_90d=-1,
            profiles=("https://www.linkedin.com/company/velmora-example",),
            bluesky=("velmora.example", 620, 0, date(2026, 3, 11)),
        ),
        Company(
            key="brightspoke",
            name="Brightspoke",
            domain="brightspoke.example",
            blog_posts_90d=1,
            blog_last=date(2026, 6, 8),
            profiles=("https://www.facebook.com/brightspoke.example",),
        ),
    ),
    searches=(
        Search(text="norrvind", mix={**_OURS, "own": 40}, results=40, is_brand=True, top_own=(1, 2, 3, 4, 6)),
        Search(
            text="norrvind battery", mix={**_OURS, "own": 36}, results=30, is_brand=True, top_own=(1, 2, 3)
        ),
        Search(text="city e-bike", mix={**_OURS, "own": 26}, results=40, is_brand=False, top_own=(2, 5, 9)),
    ),
    engine="google",
    faults={
        "public.api.bsky.app": (
            403,
            "<html><head><title>Attention required</title></head><body>Verify you are human</body></html>",
        ),
        "en.wikipedia.org": (429, "Too Many Requests"),
        "fosstodon.org": (429, "Too Many Requests"),
        "api.gdeltproject.org": (429, "Please limit requests to one every 5 seconds"),
    },
    has_traffic_list=False,
)

QUIET = Case(
    key="quiet",
    talks={
        "us": Talk(phrase="Norrvind", tag="norrvind", counts={}),
        "velmora": Talk(
            phrase="Velmora",
            tag="velmora",
            growth=1.2,
            counts={"gdelt": 4, "wordpress_com": 16, "mastodon_tags": 21, "feeds": 6},
        ),
        "brightspoke": Talk(
            phrase="Brightspoke",
            tag="brightspoke",
            growth=1.1,
            counts={"gdelt": 2, "wordpress_com": 8, "mastodon_tags": 9, "feeds": 2},
        ),
        "industry-1": Talk(
            phrase="city e-bike",
            tag="cityebike",
            growth=1.4,
            counts={"gdelt": 19, "hackernews": 22, "wordpress_com": 74, "mastodon_tags": 68, "feeds": 31},
        ),
        "industry-2": Talk(
            phrase="e-bike service",
            tag="ebikeservice",
            growth=1.3,
            counts={"gdelt": 7, "hackernews": 6, "wordpress_com": 26, "mastodon_tags": 18, "feeds": 12},
        ),
    },
    companies=(
        Company(key="us", name="Norrvind Cycles", domain="norrvind.example"),
        Company(
            key="velmora",
            name="Velmora",
            domain="velmora.example",
            article="Velmora",
            article_languages=2,
            article_created="2018-02-02T09:00:00Z",
            article_bytes=6400,
            views=(400, 610),
            qid="Q90000001",
            blog_posts_90d=6,
            blog_last=date(2026, 11, 9),
            bluesky=("velmora.example", 1200, 9, date(2026, 11, 14)),
        ),
        Company(
            key="brightspoke",
            name="Brightspoke",
            domain="brightspoke.example",
            blog_posts_90d=3,
            blog_last=date(2026, 10, 20),
        ),
    ),
    searches=(
        Search(
            text="norrvind",
            mix={
                "own": 6,
                "news": 16,
                "shop": 12,
                "blog": 18,
                "forum": 12,
                "company": 12,
                "wiki": 8,
                "unknown": 16,
            },
            results=40,
            is_brand=True,
            top_own=(1,),
        ),
        Search(text="city e-bike", mix=_CONVERSATION, results=60, is_brand=False),
        Search(text="e-bike service", mix={**_CONVERSATION, "shop": 20}, results=60, is_brand=False),
    ),
    engine="searxng",
)

CASES = {c.key: c for c in (STRONG, MIXED, QUIET)}
