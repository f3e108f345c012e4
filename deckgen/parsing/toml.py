"""Reads TOML that people wrote: bounded before it is parsed, every failure one sentence with its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from deckgen.errors import InputError

MAX_BYTES = 200_000
_MAX_KEY_PARTS = 8  # long dotted keys let a small file take gigabytes
# Possessive, and only from the start of a word: linear in the length of the line.
_DOTTED = re.compile(rf"(?<![\w-])(?:[\w-]++[ \t]*+\.[ \t]*+){{{_MAX_KEY_PARTS}}}")
_MARK = re.compile("[\"'#]")
_PLACE = re.compile(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", re.DOTALL)


def parsed(body: bytes, *, name: str) -> dict[str, Any]:
    """The whole file as plain values, numbers with a point as Decimal; InputError says where it is wrong."""
    return tables(_decoded(body, name), name=name, number=Decimal)


def tables(text: str, *, name: str, number: Callable[[str], Any] = float) -> dict[str, Any]:
    """A text that was bounded already, as plain values; InputError says where it is wrong."""
    for at, line in enumerate(_without_strings(text).splitlines(), start=1):
        if _DOTTED.search(line):
            raise InputError(
                f"{name}: line {at}: a key of more than {_MAX_KEY_PARTS} parts; write it as a table"
            )
    try:
        return tomllib.loads(text, parse_float=number)
    except tomllib.TOMLDecodeError as error:
        raise InputError(_explained(str(error), text, name)) from None
    except RecursionError:
        raise InputError(f"{name}: brackets are nested too deep; write plain lists and tables") from None
    except (ValueError, ArithmeticError):
        raise InputError(f"{name}: a number is too long to be read; shorten it") from None


def _decoded(body: bytes, name: str) -> str:
    if len(body) > MAX_BYTES:
        raise InputError(
            f"{name}: larger than {MAX_BYTES // 1000} kB; a brief is one page, move lists to other files"
        )
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError(f"{name}: stored as UTF-16; save it as UTF-8 in your editor")
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = body[: error.start].count(b"\n") + 1
        raise InputError(f"{name}: line {line}: a letter is not UTF-8; save the file as UTF-8") from None
    return text.replace("\r\n", "\n")


def _explained(message: str, text: str, name: str) -> str:
    found = _PLACE.fullmatch(message)
    what = _short(found[1] if found else message)
    hint = 'text stands in "quotes", lists in [brackets], dates as 2026-11-22'
    if found and found[2]:
        return f"{name}: line {found[2]}, column {found[3]}: {what}; {hint}"
    return f"{name}: line {text.count(chr(10)) + 1}: {what}; {hint}"


def _short(message: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in message[:200]).split())


def _without_strings(text: str) -> str:
    return "".join(_plain_parts(text))


def _plain_parts(text: str) -> Iterator[str]:
    """The text with comments and what stands in quotes left out; each character is looked at once."""
    at = 0
    while at < len(text):
        found = _MARK.search(text, at)
        begin = found.start() if found else len(text)
        yield text[at:begin]
        if not found:
            return
        mark = found[0]
        fence = mark * 3 if mark != "#" and text.startswith(mark * 3, begin) else mark
        at = _end(text, begin + len(fence), fence)
        inside = text[begin:at]
        yield "s" + "\n" * inside.count("\n") if mark != "#" else "\n"


def _end(text: str, at: int, fence: str) -> int:
    """Just behind the end of a comment or a string; an unclosed one ends with its line, or with the text."""
    if fence == "#":
        end = text.find("\n", at)
        return len(text) if end < 0 else end + 1
    while True:
        line_end = text.find("\n", at) if len(fence) == 1 else -1
        limit = len(text) if line_end < 0 else line_end
        end = text.find(fence, at, limit)
        if end < 0:
            return limit
        before = 0
        while fence[0] == '"' and text[end - 1 - before] == "\\":
            before += 1
        if before % 2 == 0:
            return end + len(fence)
        at = end + 1
