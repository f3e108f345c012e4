"""Plain text from strangers: markup taken out, characters that break a deck taken out, cut at a word."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

MAX_MARKUP = 400_000
EXCERPT = 500
_BREAKING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\u202a-\u202e\u2066-\u2069\ufeff]")
_SPACE = re.compile(r"\s+")
_CUT_TAG = re.compile(r"<[a-zA-Z/!][^<>]*\Z")
_TAG = re.compile(r"<[^<>]{0,2000}>")
_SILENT = frozenset({"script", "style", "template", "noscript", "head"})
_INLINE = frozenset(
    re.findall(r"\w+", "a abbr b bdi bdo cite code em font i mark q s small span strong sub sup u wbr")
)


def clean(text: str) -> str:
    """One line of text: white space collapsed, control and invisible characters and lone surrogates gone."""
    if text.isprintable():  # nearly all text: then the only white space is the space
        return " ".join(text.split()) if "  " in text else text.strip()
    return _SPACE.sub(" ", _INVISIBLE.sub("", _BREAKING.sub(" ", text))).strip()


def plain(markup: str) -> str:
    """The words of a piece of HTML on one line, entities resolved, scripts left out."""
    if "<" not in markup and "&" not in markup:
        return clean(markup)
    if "<" not in markup:
        return clean(html.unescape(markup[:MAX_MARKUP]))
    markup = _CUT_TAG.sub("", markup[:MAX_MARKUP])
    reader = _Words()
    try:
        reader.feed(markup)
        reader.close()
    except (AssertionError, ValueError):  # declarations that the parser of the standard library gives up on
        return clean(html.unescape(_TAG.sub(" ", markup)))
    return clean("".join(reader.words))


def excerpt(text: str, limit: int = EXCERPT) -> str:
    """Clean text of at most `limit` characters, cut at a word where there is one, with an ellipsis."""
    whole = clean(text[: limit * 20])
    if len(whole) <= limit:
        return whole
    cut = whole[: limit - 1]
    at_word = cut.rsplit(" ", 1)[0]
    return (at_word if len(at_word) > limit // 2 else cut).rstrip(" ,;:-") + "…"


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag not in _INLINE:
            self.words.append(" ")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _INLINE:
            self.words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag not in _INLINE:
            self.words.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data)
