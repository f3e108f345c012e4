"""Podcast shows as the iTunes search and lookup tell them; shared by what reads mentions and presence.

The envelope {"resultCount", "results"} is from documentation; one show in it was seen in a recording of 2020.
The body begins with line breaks and is served as text/javascript.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from deckgen.errors import SourceChanged, SourceRefused
from deckgen.model.exchange import Page
from deckgen.parsing.jsons import Node, as_object
from deckgen.parsing.moments import moment
from deckgen.parsing.text import plain

PLATFORM = "podcast"
_IN_URL = re.compile(r"https?://(?:podcasts|itunes)\.apple\.com/\S{0,300}?/id(\d{1,15})(?:[/?#]\S*)?", re.I)
_BARE = re.compile(r"(?:id)?(\d{5,15})", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """One podcast. `released_at`: its newest episode's; `episodes`: how many are listed; None = not said."""

    id: str
    title: str
    author: str = ""
    url: str = ""  # its page in the directory
    feed: str = ""  # empty for shows that only Apple serves
    released_at: datetime | None = None
    episodes: int | None = None
    genres: tuple[str, ...] = ()
    locator: str = ""  # where in the answer


def shows(page: Page) -> tuple[Show, ...]:
    """The podcasts in a whole answer, in its order, each once; artists and apps beside them are left out."""
    answer = as_object(page)
    if answer.has("errorMessage"):
        said = plain(answer.text("errorMessage"))[:120]
        raise SourceRefused(f"{page.request.url}: the service answered: {said}")
    results = answer.children("results")
    if answer.whole("resultCount") and not results:
        raise SourceChanged(f"{page.request.url}: says that there are results and lists none")
    found: dict[str, Show] = {}
    for result in results:
        if result.text_or("kind") == PLATFORM:
            show = _show(result)
            found.setdefault(show.id, show)
    return tuple(found.values())


def show_id(handle: str) -> str:
    """The number of a show in what a person writes, alone or in the address of its page; else empty."""
    written = handle.strip()[:500]
    matched = _BARE.fullmatch(written) or _IN_URL.fullmatch(written)
    return matched[1] if matched else ""


def _show(result: Node) -> Show:
    return Show(
        id=str(result.whole("collectionId")),
        title=plain(result.text("collectionName")),
        author=plain(result.text_or("artistName")),
        url=result.text_or("collectionViewUrl"),
        feed=result.text_or("feedUrl"),
        released_at=moment(result.text_or("releaseDate")),
        episodes=result.whole_or("trackCount"),
        genres=tuple(plain(genre) for genre in result.texts_or("genres")),
        locator=result.path,
    )
