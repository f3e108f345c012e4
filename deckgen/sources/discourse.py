"""Posts that name a topic in forums that run on Discourse, which the brief names.

Shape from documentation and the server's own code, checked 2026-11-22; no recording was found. The search
hands out one matching post of a topic, the newest: more of the same topic may match, so any are "at least".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from urllib.parse import urlencode

from deckgen.errors import SourceChanged, SourceRefused
from deckgen.model.brief import Brief, Topic
from deckgen.model.evidence import Gap, Item, Mention, Reading, SiteKind
from deckgen.model.exchange import Page, Request
from deckgen.model.origin import Kind
from deckgen.model.source import Source
from deckgen.parsing.addresses import host_of
from deckgen.parsing.jsons import Node, as_object
from deckgen.parsing.moments import required
from deckgen.parsing.relevance import passage
from deckgen.parsing.text import clean, plain

SHORTEST = 3  # characters; a forum does not search for less, and would answer with nothing
LAST_PAGE = 10  # of one question
MAX_PAGES = 30  # of one phrase in one forum
UNIT = "post"
_DAY = timedelta(days=1)


class Discourse(Source):
    """Newest first, ten pages to a question; then the same question up to the oldest day that was reached."""

    def requests(self, brief: Brief) -> Iterable[Request]:
        for base in self.bases(brief):
            for topic in brief.topics:
                for phrase in topic.phrases:
                    if len(clean(phrase)) >= SHORTEST:
                        fresh = {"base": base, "phrase": phrase, "before": brief.window.end.isoformat()}
                        yield _search(brief, topic.key, {**fresh, "page": "1", "pages": "1", "oldest": ""})

    def parse(self, page: Page, brief: Brief) -> Iterable[Item | Request | Gap]:
        asked, answer = page.request, as_object(page)
        grouped = _grouped(answer)
        topic, window = brief.topic(asked.about), brief.window
        threads = {thread.whole("id"): thread for thread in answer.children_or("topics")}
        posts = answer.children_or("posts")
        if not posts and grouped is not None and grouped.fields.get("post_ids"):
            raise SourceChanged(
                f"{asked.url}: at $.posts there is no post, though the forum says that it found some"
            )
        found = [_mention(post, threads.get(post.whole("topic_id")), page, topic) for post in posts]
        yield from found
        days = [m.published_at.date().isoformat() for m in found if m.published_at]
        oldest = min((*days, *((asked.carry["oldest"],) if asked.carry["oldest"] else ())), default="")
        has_more = bool(found) and grouped is not None and grouped.flag_or("more_full_page_results")
        following = _following(asked.carry, oldest) if has_more else None
        if following is not None:
            yield _search(brief, topic.key, following)
            return
        start = date.fromisoformat(oldest) if has_more else window.start
        if start < window.end:
            yield Reading(
                source=page.source,
                topic=topic.key,
                unit=UNIT,
                start=max(start, window.start),
                end=window.end,
                kind=Kind.AT_LEAST if oldest else Kind.EXACT,
                origin=page.origin("$.posts"),
            )


def _following(carry: Mapping[str, str], oldest: str) -> dict[str, str] | None:
    """The next page; after the last that is allowed, the first one before the day after the oldest."""
    if int(carry["pages"]) >= MAX_PAGES:
        return None
    onward = {**carry, "pages": str(int(carry["pages"]) + 1), "oldest": oldest}
    if int(carry["page"]) < LAST_PAGE:
        return {**onward, "page": str(int(carry["page"]) + 1)}
    before = (date.fromisoformat(oldest) + _DAY).isoformat()
    return {**onward, "page": "1", "before": before} if before < carry["before"] else None


def _search(brief: Brief, about: str, carry: Mapping[str, str]) -> Request:
    phrase = clean(carry["phrase"].replace('"', " "))
    after = brief.window.start - _DAY  # midnight itself is left out by the service
    words = f'"{phrase}" after:{after.isoformat()} before:{carry["before"]} order:latest'
    return Request(
        url=f"{carry['base']}/search.json?{urlencode({'q': words, 'page': carry['page']})}",
        about=about,
        step="search",
        carry=carry,
    )


def _grouped(answer: Node) -> Node | None:
    """What the forum says of the search as a whole; an overloaded one lists nothing and says so here."""
    for name in ("errors", "error_type", "failed"):
        if answer.has(name):
            said = answer.fields.get("message") or answer.fields.get("errors") or name
            raise SourceRefused(f"{answer.url}: the forum says: {clean(str(said))[:120]}")
    if "grouped_search_result" not in answer.fields:
        answer.children("posts")  # neither of them: this is no answer of the search
        return None
    grouped = answer.child_or("grouped_search_result")
    if grouped is not None and grouped.has("error"):
        raise SourceRefused(f"{answer.url}: the forum says: {plain(grouped.text('error'))[:120]}")
    return grouped


def _mention(post: Node, thread: Node | None, page: Page, topic: Topic) -> Mention:
    """A post borrows its topic's title; only for the first post the topic's replies are its own."""
    base, number = page.request.carry["base"], post.whole_or("post_number", 1)
    place = f"{post.whole('topic_id')}/{number}"
    replies = thread.whole_or("posts_count") if thread is not None and number == 1 else None
    return Mention(
        source=page.source,
        topic=topic.key,
        key=f"{base}/t/{place}",
        unit=UNIT,
        url=f"{base}/t/{place}",
        title=plain(thread.text_or("title")) if thread is not None else "",
        excerpt=passage(topic, plain(post.text_or("blurb"))),
        author=plain(post.text_or("username")),
        site=host_of(base),
        site_kind=SiteKind.FORUM,
        published_at=required(post.text("created_at"), where=f"{post.url}: at {post.path}.created_at"),
        points=post.whole_or("like_count"),
        comments=max(0, replies - 1) if replies is not None else None,
        origin=page.origin(post.path),
    )
