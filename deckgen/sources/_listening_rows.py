"""Rows of a listening tool's export by the meaning of their columns, and the mentions they are."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from deckgen.model.brief import Topic
from deckgen.model.evidence import Mention, SiteKind
from deckgen.model.exchange import Page
from deckgen.parsing.addresses import canonical, host_of
from deckgen.parsing.languages import language_code
from deckgen.parsing.relevance import passage
from deckgen.parsing.text import clean, plain
from deckgen.sources._listening_dates import Habit, moment_of, zone_of
from deckgen.sources._listening_tools import Places, Tool

UNIT = "item"
_KINDS = (
    ("blog blogg blogi tumblr", SiteKind.BLOG),
    ("forum foorumi review reddit discussion messageboard quora", SiteKind.FORUM),
    ("video youtube podcast tiktok vimeo twitch", SiteKind.VIDEO),
    (
        "twitter x facebook instagram social socialmedia media network linkedin bluesky mastodon threads "
        "pinterest",
        SiteKind.SOCIAL,
    ),
    (
        "news onlinenews newspaper press print broadcast radio tv tvradio magazine nyheter nyheder "
        "nachrichten uutiset presse zeitung tidning lehti",
        SiteKind.NEWS,
    ),
)
_VAGUE = frozenset({"media", "network"})  # tell a kind only beside a word that does
_KIND_OF = {word: kind for words, kind in _KINDS for word in words.split()}
_RELEASES = frozenset({"pressrelease", "release"})  # the company's own voice on somebody's wire
_TONES = {
    "positive": ("positive", "positiv", "positiivinen"),
    "neutral": ("neutral", "neutraali"),
    "negative": ("negative", "negativ", "negatiivinen"),
}
_TONE_OF = {word: tone for tone, words in _TONES.items() for word in words}
_YES = frozenset({"true", "yes", "1", "x", "ja", "kyllä", "hidden", "deleted", "trashed", "duplicate"})
_COUNT = re.compile(r"(\d{1,15})(?:[.,]0{1,2})?|(\d{1,3}(?:[., \u00a0\u202f'\u2019]\d{3})+)")
_MOST_PIECES = 50  # of an excerpt: each is looked for in the other texts
_ELLIPSIS = re.compile(r"\.\.\.+|\u2026")
_NUMBER = re.compile(r"[+-]?\d{1,3}(?:[.,]\d+)?")
_ID = re.compile(r"(?!\d+(?:[.,]\d+)?e\+?\d+)[\w:.-]{4,120}", re.IGNORECASE)  # not what Excel made of an id


class Row:
    """One line of the file. `published_at` is None when its date cannot be read."""

    def __init__(self, page: Page, places: Places, cells: Sequence[str], line: int, habit: Habit) -> None:
        self._page, self._line, self._tool = page, line, places.tool
        self._cells = {
            meaning: [cells[i] for i in where if cells[i].strip()] for meaning, where in places.at.items()
        }
        self.written = self._first("date")
        zone = zone_of(self._first("zone"))
        self.published_at = (
            moment_of(self.written, self._first("time"), habit, zone=zone) if self.written else None
        )
        self.title = plain(self._first("title"))
        self.text = _joined(plain(part) for part in self._cells["text"])
        self.words = f"{self.title} {self.text}"
        self.is_hidden = self._is_marked("hidden")
        self.is_duplicate = self._is_marked("duplicate")

    def _first(self, meaning: str) -> str:
        return clean(next(iter(self._cells[meaning]), ""))

    def _is_marked(self, meaning: str) -> bool:
        return any(clean(cell).casefold() in _YES for cell in self._cells[meaning])

    def mention(self, topic: Topic) -> Mention:
        url = self._first("url")
        outlet = self._first("source")
        return Mention(
            source=self._page.source,
            topic=topic.key,
            key=canonical(url) if url else self._key(),
            unit=UNIT,
            url=url,
            title=self.title,
            excerpt=passage(topic, self.text),
            author=self._first("author"),
            site=(host_of(outlet) if "://" in outlet else outlet) or host_of(url),
            site_kind=self._kind(outlet),
            published_at=self.published_at,
            language=language_code(self._first("language")),
            sentiment=_tone(self._first("sentiment"), self._tool),
            points=_count(self._cells["points"]),
            comments=_count(self._cells["comments"]),
            origin=self._page.origin(f"line {self._line}"),
        )

    def _key(self) -> str:
        """Without address: the tool's own number for it, else what it says, when and by whom."""
        number = self._first("id")
        if _ID.fullmatch(number):
            return f"{self._tool.key}:{number}"
        said = "\n".join((self.written, self.title, self.text, self._first("author")))
        return f"row:{hashlib.sha256(said.encode(errors='replace')).hexdigest()}"

    def _kind(self, outlet: str) -> SiteKind:
        """As its type says; an outlet tells only when its whole name is that of a platform or a kind."""
        told = (kind_of(cell) for cell in self._cells["type"])
        first = next((kind for kind in told if kind is not None), None)
        return first or kind_of(outlet, is_whole=True) or SiteKind.UNKNOWN


@lru_cache(maxsize=4096)  # few types and outlets stand in many rows
def kind_of(written: str, *, is_whole: bool = False) -> SiteKind | None:
    """The kind that a word of the type tells, plurals too; `is_whole`: only when every word tells one.

    UNKNOWN is said on purpose: a press release is on a news wire, but nobody's news.
    """
    words = [
        word if word in _KIND_OF else word.removesuffix("s")
        for word in re.findall(r"[^\W_]+", written.casefold()[:200])
    ]
    if _RELEASES.intersection(words):
        return SiteKind.UNKNOWN
    if is_whole and not _KIND_OF.keys() >= set(words):
        return None
    said = {_KIND_OF[word] for word in words if word in _KIND_OF and word not in _VAGUE}
    return next((kind for _, kind in _KINDS if kind in said), None)


def _joined(parts: Iterable[str]) -> str:
    """The texts in a row, without one whose every piece an earlier one holds already."""
    kept: list[str] = []
    for part in parts:
        pieces = [piece for piece in _ELLIPSIS.split(part, _MOST_PIECES) if piece.strip()]
        if len(pieces) > _MOST_PIECES or not any(
            all(piece.strip() in earlier for piece in pieces) for earlier in ["", *kept]
        ):
            kept.append(part)
    return " ".join(kept)


def _tone(written: str, tool: Tool) -> str:
    word = written.casefold()
    if tool.is_sentiment_a_number and _NUMBER.fullmatch(word):
        value = float(word.replace(",", "."))
        return "positive" if value > 0 else "negative" if value < 0 else "neutral"
    return _TONE_OF.get(word, "")


def _count(cells: Sequence[str]) -> int | None:
    """The largest of what the columns of several platforms say: a post stands on one of them."""
    found = [m for cell in cells if (m := _COUNT.fullmatch(clean(cell)[:40]))]
    return max((int(m[1] or re.sub(r"\D", "", m[2])) for m in found), default=None)
