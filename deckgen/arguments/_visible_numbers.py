"""The numbers of argument 2: how much of what a searcher sees is conversation, and how deep we looked."""

from __future__ import annotations

from datetime import timedelta

from deckgen.arguments._blogs import ACTIVE_DAYS, Blog
from deckgen.arguments._build import tally
from deckgen.arguments._results import GROUPS, TOP, UNKNOWN, Results, kind_of
from deckgen.model.brief import Brief
from deckgen.model.evidence import SearchResult, SiteKind
from deckgen.model.measure import Interval, Measurement, Unit, measured, share, total
from deckgen.model.origin import Kind
from deckgen.model.ranges import share_interval

Numbers = dict[str, Measurement | Interval | None]
KNOWN = tuple(g for g in GROUPS if g != UNKNOWN)
NAMES = [
    "queries",
    "results",
    "classified",
    "blogs",
    "blog_share",
    "blog_share_max",
    "conversation",
    "conversation_share",
    "unknown",
    "top10_results",
    "top10_conversation",
    "top10_blogs",
    "depth_pages",
    "depth_results",
    "deepest_results",
    "ended_queries",
    "blogs_found",
    "blogs_with_level",
    "blogs_active",
    "days_old",
]


def visible_numbers(brief: Brief, results: Results, blogs: tuple[Blog, ...]) -> Numbers:
    """Every number of the finding, by name; all None when no page of results was read."""
    if not results.listings:
        return dict.fromkeys(NAMES)
    whole = results.count("visible.results", lambda _: True)
    known = results.in_group("visible.classified", *KNOWN)
    blog = results.count("visible.blogs", is_blog)
    talk = results.in_group("visible.conversation", "conversation")
    unknown = results.in_group("visible.unknown", UNKNOWN)
    has_known = known.value > 0
    most = total("visible.blogs_or_unknown", (blog, unknown))
    return {
        "queries": tally("visible.queries", len(results.queries), results.origins),
        "results": whole,
        "classified": known,
        "blogs": blog,
        "blog_share": share_interval("visible.blog_share", blog, of=known) if has_known else None,
        "blog_share_max": share("visible.blog_share_max", most, of=whole) if whole.value else None,
        "conversation": talk,
        "conversation_share": (
            share_interval("visible.conversation_share", talk, of=known) if has_known else None
        ),
        "unknown": unknown,
        "top10_results": results.count("visible.top10_results", lambda _: True, top=TOP),
        "top10_conversation": results.in_group("visible.top10_conversation", "conversation", top=TOP),
        "top10_blogs": results.count("visible.top10_blogs", is_blog, top=TOP),
        **_depth(results),
        **_blogs(brief, results, blogs),
        "days_old": _age(brief, results),
    }


def is_blog(result: SearchResult) -> bool:
    return kind_of(result) is SiteKind.BLOG


def _depth(results: Results) -> Numbers:
    """How far down was looked: the least and the most of all listings, and how many the engine ended."""
    pages = [len({p.number for p in x.pages if p.organic}) or 1 for x in results.listings]
    reached = [x.reached for x in results.listings]
    ended = sum(x.is_ended for x in results.listings)
    found = {
        "depth_pages": min(pages),
        "depth_results": min(reached),
        "deepest_results": max(reached),
        "ended_queries": ended,
    }
    return {name: tally(f"visible.{name}", n, results.origins) for name, n in found.items()}


def _blogs(brief: Brief, results: Results, blogs: tuple[Blog, ...]) -> Numbers:
    levelled = sum(b.is_levelled for b in blogs)
    return {
        "blogs_found": tally("visible.blogs_found", len(blogs), results.origins),
        "blogs_with_level": tally("visible.blogs_with_level", levelled, results.origins),
        "blogs_active": _active(brief, blogs),
    }


def _active(brief: Brief, blogs: tuple[Blog, ...]) -> Measurement | None:
    """Blogs with a result dated within half a year; None when no result carries a date."""
    dated = [b.last for b in blogs if b.last is not None]
    if not dated:
        return None
    since = brief.as_of - timedelta(days=ACTIVE_DAYS)
    recent = sum(r.published_on is not None and r.published_on >= since for r in dated)
    return tally("visible.blogs_active", recent, (r.origin for r in dated), kind=Kind.AT_LEAST)


def _age(brief: Brief, results: Results) -> Measurement:
    """Days since the oldest page of results was read."""
    oldest = min(o.retrieved_at for o in results.origins).date()
    return measured(
        "visible.days_old",
        max(0, (brief.as_of - oldest).days),
        formula="calendar",
        origins=results.origins,
        unit=Unit.DAYS,
    )
