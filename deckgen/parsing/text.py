"""Plain text from strangers: markup taken out, characters that break a deck taken out, cut at a word."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

MAX_MARKUP = 400_000
EXCERPT = 500
_BREAKING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\u202a-\u202e\u2066-\u2069\ufeff]")
_SPACE = re.compile(r"\s+")
_DIRECTION = dict.fromkeys(map(ord, "\u200e\u200f\u061c"))
_HUGE = re.compile(r"&#[0-9]{20,}+;?")  # of no character; Python refuses to read thousands of digits
# Possessive, so that each letter is passed over once, whatever is left open.
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*+)(?:[^>=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+'|(?![\"'])))*+>")
_TORN = re.compile(r"<[a-zA-Z/!?][^<>]*+>?")
_RAW_ENDS = {name: re.compile(f"</{name}\\b", re.IGNORECASE) for name in ("script", "style")}
_SILENT = frozenset({"script", "style", "template", "noscript", "head"})
_INLINE = frozenset(
    re.findall(r"\w+", "a abbr b bdi bdo cite code em font i mark q s small span strong sub sup u wbr")
)


def clean(text: str) -> str:
    """One line of text: white space collapsed, control and invisible characters and lone surrogates gone."""
    if text.isprintable():  # nearly all text: then the only white space is the space
        return " ".join(text.split()) if "  " in text else text.strip()
    return _SPACE.sub(" ", _INVISIBLE.sub("", _BREAKING.sub(" ", text))).strip()


def undirected(text: str) -> str:
    """Without the marks of writing direction that copied dates, numbers and headers carry along unseen."""
    return text if text.isascii() else text.translate(_DIRECTION)


def plain(markup: str) -> str:
    """The words of a piece of HTML on one line, entities resolved, scripts left out."""
    if "<" not in markup:
        return clean(_unescaped(markup[:MAX_MARKUP]) if "&" in markup else markup)
    return clean("".join(_words(markup[:MAX_MARKUP])))


def excerpt(text: str, limit: int = EXCERPT) -> str:
    """Clean text of at most `limit` characters, cut at a word where there is one, with an ellipsis."""
    whole = clean(text[: limit * 20])
    if len(whole) <= limit:
        return whole
    cut = whole[: limit - 1]
    at_word = cut.rsplit(" ", 1)[0]
    return (at_word if len(at_word) > limit // 2 else cut).rstrip(" ,;:-") + "…"


def _words(markup: str) -> Iterator[str]:
    """The text between tags, a space for each tag that parts words.

    Not by the standard library's parser: it takes minutes for a few hundred kilobytes of open tags.
    """
    at, silent = 0, 0
    last_section = markup.rfind("]]>")
    while True:
        start = markup.find("<", at)
        if not silent:
            yield _unescaped(markup[at : start if start >= 0 else len(markup)])
        if start < 0:
            return
        if tag := _TAG.match(markup, start):
            name, is_end, at = tag[2].lower(), bool(tag[1]), tag.end()
            is_alone = markup[at - 2] == "/"
            if name in _SILENT and not is_alone:
                silent = max(0, silent - 1) if is_end else silent + 1
            elif name not in _INLINE and not silent:
                yield " "
            if not is_end and not is_alone and name in _RAW_ENDS:
                end = _RAW_ENDS[name].search(markup, at)
                at = end.start() if end else len(markup)
            continue
        at = _after(markup, start, last_section)
        if at < 0:  # nothing after this place is whole any more
            if not silent and not markup.startswith("<!--", start):
                yield _unescaped(_TORN.sub(" ", markup[start:]))
            return
        if at == start + 1 and not silent:
            yield "<"


def _after(markup: str, start: int, last_section: int) -> int:
    """Where the text goes on after a "<" that begins no whole tag; -1 when it begins something unfinished."""
    sign = markup[start + 1 : start + 2]
    if markup.startswith("<!--", start):
        end, mark = markup.find("-->", start + 2), "-->"
    elif markup.startswith("<![CDATA[", start) and start < last_section:
        end, mark = markup.find("]]>", start), "]]>"
    elif sign in {"/", "!", "?"}:
        end, mark = markup.find(">", start), ">"
    elif sign.isascii() and sign.isalpha():
        return -1
    else:
        return start + 1
    return end + len(mark) if end >= 0 else -1


def _unescaped(text: str) -> str:
    return html.unescape(_HUGE.sub("\ufffd", text) if "&#" in text else text)
