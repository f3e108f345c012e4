"""Podcasts in Apple's directory: episodes that name a topic, with dates, and shows named after it, without.

Shape: one show was seen in a recording of 2020; the envelope {"resultCount", "results"} and the fields of
episodes are from Apple's documentation and public clients, checked 2026-11-22. A show's date is that of its
newest episode: a show is therefore told without a date, and never counted in a trend. resultCount is what
came, not a total.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import urlencode

from deckgen.errors import SourceChanged
from deckgen.model.brief import Brief, Topic
from deckgen.model.evidence import Gap, Item, Mention, Reading, SiteKind
from deckgen.model.exchange import Page, Request
from deckgen.model.origin import Kind
from deckgen.model.source import Source
from deckgen.parsing.addresses import canonical, host_of
from deckgen.parsing.jsons import Node, as_object
from deckgen.parsing.moments import moment
from deckgen.parsing.relevance import passage
from deckgen.parsing.text import plain
from deckgen.sources._itunes import Show, shows

LIMIT = 200
EPISODE, SHOW = "episode", "show"
_ENTITIES = {EPISODE: "podcastEpisode", SHOW: "podcast"}


class Podcasts(Source):
    """The directory searches names and descriptions, in one country's shop, best match first."""

    def requests(self, brief: Brief) -> Iterable[Request]:
        for topic in brief.topics:
            for phrase in topic.phrases:
                for unit, entity in _ENTITIES.items():
                    query = {
                        "term": phrase,
                        "media": "podcast",
                        "entity": entity,
                        "limit": str(LIMIT),
                        "country": brief.country,
                    }
                    yield Request(
                        url=f"{self.bases(brief)[0]}/search?{urlencode(query)}", about=topic.key, step=unit
                    )

    def parse(self, page: Page, brief: Brief) -> Iterable[Item | Request | Gap]:
        topic = brief.topic(page.request.about)
        if page.request.step == SHOW:
            return (_show(show, page, topic) for show in shows(page))
        return self._episodes(page, brief, topic)

    def _episodes(self, page: Page, brief: Brief, topic: Topic) -> Iterator[Item]:
        answer = as_object(page)
        results = answer.children("results")
        is_strange = results and not any(r.text_or("kind") == "podcast-episode" for r in results)
        if is_strange or (answer.whole("resultCount") and not results):
            raise SourceChanged(f"{page.request.url}: says that there are results and lists no episode")
        for result in results:
            if result.text_or("kind") == "podcast-episode":
                yield _episode(result, page, topic)
        yield Reading(
            source=page.source,
            topic=topic.key,
            unit=EPISODE,
            start=brief.window.start,
            end=brief.window.end,
            kind=Kind.AT_LEAST,  # a search by relevance: nobody says that these are all
            origin=page.origin("$.results"),
        )


def _episode(result: Node, page: Page, topic: Topic) -> Mention:
    link = result.text_or("trackViewUrl") or result.text_or("episodeUrl")
    return Mention(
        source=page.source,
        topic=topic.key,
        key=canonical(link) if link else f"episode:{result.whole('trackId')}",
        unit=EPISODE,
        url=link,
        title=plain(result.text_or("trackName")),
        excerpt=passage(topic, plain(result.text_or("description") or result.text_or("shortDescription"))),
        author=plain(result.text_or("artistName")),
        site=plain(result.text_or("collectionName")),
        site_kind=SiteKind.VIDEO,
        published_at=moment(result.text_or("releaseDate")),
        origin=page.origin(result.path),
    )


def _show(show: Show, page: Page, topic: Topic) -> Mention:
    link = show.url or show.feed
    return Mention(
        source=page.source,
        topic=topic.key,
        key=f"show:{show.id}",
        unit=SHOW,
        url=link,
        title=show.title,
        author=show.author,
        site=host_of(show.feed) or host_of(link),
        site_kind=SiteKind.VIDEO,
        origin=page.origin(show.locator),
    )
