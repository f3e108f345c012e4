"""Whether a text speaks of a topic: one of its phrases as whole words, in its context, nothing excluded."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from deckgen.model.brief import Topic
from deckgen.parsing.text import EXCERPT, clean, excerpt

MAX_TEXT = 200_000
_HYPHENS = "\\-\u2010\u2011\u2012\u2013\u2014\u2212_"
_GAP = rf"[\s{_HYPHENS}]"
_GAPS = re.compile(rf"{_GAP}+")
# As many kinds of gap as stand in a row are one: two in a pattern would share them out in every way.
_PIECES = re.compile(rf"{_GAP}+")
# A word ends at whatever is no letter or digit: an underscore marks emphasis (_Acme_) or parts words.
_BEFORE, _AFTER = r"(?<![^\W_])", r"(?![^\W_])"
# Scripts written without spaces between words: there a word has no edge to look for.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


def matches(topic: Topic, text: str) -> bool:
    """Any phrase (or #hashtag) as whole words, a context word where the topic has them, no exclude word.

    Case, accents' spelling and the choice of hyphen, space or (for a hyphen) nothing make no difference.
    """
    words = _folded(text[:MAX_TEXT])
    if not (_any(topic.phrases).search(words) or _any(_tags(topic.hashtags)).search(words)):
        return False
    if topic.context and not _any(topic.context).search(words):
        return False
    return not (topic.exclude and _any(topic.exclude).search(words))


def passage(topic: Topic, text: str, limit: int = EXCERPT) -> str:
    """An excerpt of at most `limit` characters that keeps what `matches` decides by: the phrase, the context
    word and an exclude word, each with the words around it; the beginning where nothing is found.
    """
    whole = clean(text[:MAX_TEXT])
    if len(whole) <= limit:
        return whole
    # Folding may change the length of a text; a place in the folded one is then only nearly right.
    folded = _folded(whole)
    groups = ((*topic.phrases, *_tags(topic.hashtags)), topic.context, topic.exclude)
    found = (_any(group).search(folded) for group in groups)
    spots = sorted({hit.start() for hit in found if hit})
    if not spots or spots[-1] < limit * 3 // 4:
        return excerpt(whole, limit)
    share = limit // len(spots) - 4
    parts = [_around(whole, spot, share) for spot in spots]
    return clean("… " + " … ".join(part for part in parts if part) + " …")[:limit]


def is_unspaced(text: str) -> bool:
    """Whether a text is of a script without spaces between words, where two signs can be a whole name."""
    return _UNSPACED.search(text) is not None


def _around(text: str, spot: int, width: int) -> str:
    """Whole words of `text` around `spot`."""
    start = max(0, min(spot - width // 3, len(text) - width))
    words = text[start : start + width]
    if start > 0 and " " in words[: width // 4]:
        words = words[words.index(" ") + 1 :]
    if start + width < len(text) and " " in words[-width // 4 :]:
        words = words[: words.rindex(" ")]
    return words


@lru_cache(maxsize=512)
def _tags(hashtags: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"#{tag}" for tag in hashtags)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Any:
    """Finds any of some phrases. `parts`: of each phrase a part without gaps, that must be there too."""

    parts: tuple[str, ...]
    pattern: re.Pattern[str]

    def search(self, words: str) -> re.Match[str] | None:
        """The first match; most texts hold none of the parts, which is told much faster."""
        for part in self.parts:
            if part in words:
                return self.pattern.search(words)
        return None


@lru_cache(maxsize=512)
def _any(phrases: tuple[str, ...]) -> _Any:
    found = [folded for phrase in phrases if (folded := _folded(phrase).strip())]
    return _Any(
        parts=tuple(max(_GAPS.split(phrase), key=len) for phrase in found),
        pattern=re.compile("|".join(map(_pattern, found))),
    )


def _pattern(phrase: str) -> str:
    """A space must be some gap; a hyphen may also be none (e-bike, e bike, ebike)."""
    body = ""
    at = 0
    for gap in _PIECES.finditer(phrase):
        body += re.escape(phrase[at : gap.start()])
        is_edge = gap.start() == 0 or gap.end() == len(phrase)
        body += "" if is_edge else f"{_GAP}+" if any(map(str.isspace, gap[0])) else f"{_GAP}*"
        at = gap.end()
    body += re.escape(phrase[at:])
    return _edge(phrase[0], _BEFORE) + body + _edge(phrase[-1], _AFTER)


def _edge(character: str, boundary: str) -> str:
    is_word = character.isalnum() and not _UNSPACED.match(character)
    return boundary if is_word else ""


@lru_cache(maxsize=16)  # one text is judged for several topics in a row
def _folded(text: str) -> str:
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return folded.replace("\u2019", "'")
