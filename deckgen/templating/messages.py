"""Which strings of a template are read: each line of them is a message that a catalogue may translate."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from deckgen.templating.containers import MARKDOWN, VERDICTS
from deckgen.templating.slidefile import SlideFile

Act = Callable[[str, str], str]  # (message or text, its place in the file) -> what stands there instead

_JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_BLOCK = re.compile(r"\{%[-+]?\s*(\w+)")
_LEVEL = re.compile(r"(?:(?:#{1,6}|[-*=~]) )?")
_CELLS = re.compile(rf"{_JINJA.pattern}|\\\\.|(\||\n)", re.DOTALL)
_OPENS = frozenset({"if", "for", "trans"})
_LINES = ("kicker", "source", "title")
_NESTED = ("one", "other")  # a word list's text with a singular


def of_slide(file: SlideFile, *, slide: Act, notes: Act) -> SlideFile:
    """The slide file with every message replaced by what `slide` and `notes` make of it."""
    return texts_of_slide(file, slide=_by_line(slide), notes=_by_line(notes))


def texts_of_slide(file: SlideFile, *, slide: Act, notes: Act) -> SlideFile:
    """The slide file with every text that is read replaced, whole."""
    front = _front(file.front, slide, notes, "")
    return replace(file, front=MappingProxyType(front), notes=notes(file.notes, "notes"))


def of_template(table: Mapping[str, Any], act: Act) -> dict[str, Any]:
    """The settings of a template with every message replaced."""
    return texts_of_template(table, _by_line(act))


def texts_of_template(table: Mapping[str, Any], act: Act) -> dict[str, Any]:
    """The settings of a template with the texts that are read replaced, whole."""
    out = dict(table)
    for key in ("footer", "title", "author"):
        if isinstance(table.get(key), str):
            out[key] = act(table[key], key)
    if isinstance(table.get("sections"), dict):
        sections = table["sections"].items()
        out["sections"] = {k: act(v, "sections") if isinstance(v, str) else v for k, v in sections}
    return out


def _by_line(act: Act) -> Act:
    def whole(text: str, place: str) -> str:
        if place.endswith(f"/{MARKDOWN}"):
            place = place.removesuffix(f"/{MARKDOWN}")
            return by_cell(text, act, place)
        return by_line(text, act, place)

    return whole


def by_line(text: str, act: Act, place: str) -> str:
    """Each line apart, without the mark of its level; lines inside one open block stay together."""
    out: list[str] = []
    held: list[str] = []
    depth = 0
    for line in text.split("\n"):
        held.append(line)
        depth += _depth(line)
        if depth <= 0:
            out.append(_message("\n".join(held), act, place))
            held, depth = [], 0
    if held:
        out.append(_message("\n".join(held), act, place))
    return "\n".join(out)


def by_cell(text: str, act: Act, place: str) -> str:
    """Each cell of a Markdown table apart; cells inside one block that opens in a cell stay together."""
    parts, at = [], 0
    for found in _CELLS.finditer(text):
        if found[1]:
            parts += [text[at : found.start()], found[1]]
            at = found.end()
    parts.append(text[at:])
    out, held = [], ""
    for part in parts:
        held += part
        if has_words(held) and _depth(held) > 0:
            continue
        out.append(_message(held, act, place))
        held = ""
    return "".join(out) + (_message(held, act, place) if held else "")


def _depth(text: str) -> int:
    """How many blocks are open at the end of a text."""
    words = _BLOCK.findall(text)
    return sum((word in _OPENS) - (word.startswith("end") and word[3:] in _OPENS) for word in words)


def has_words(text: str) -> bool:
    """Whether anything but numbers and names is printed."""
    return any(c.isalpha() for c in _JINJA.sub("", text))


def _message(text: str, act: Act, place: str) -> str:
    core = text.strip()
    if not has_words(core):
        return text
    at = text.index(core)
    level = _LEVEL.match(core)
    mark = level.group() if level else ""
    return text[:at] + mark + act(core[len(mark) :], place) + text[at + len(core) :]


def _front(front: Mapping[str, Any], slide: Act, notes: Act, place: str) -> dict[str, Any]:
    out = dict(front)
    for key in _LINES:
        if key in front:
            out[key] = _wording(front[key], slide, place + key)
    if "say" in front:
        out["say"] = _wording(front["say"], notes, f"{place}say")
    if "text" in front:
        out["text"] = {slot: _wording(v, slide, place + slot) for slot, v in front["text"].items()}
    if "chart" in front:
        out["chart"] = [_chart(c, slide, f"{place}{c.get('slot', 'chart')}") for c in front["chart"]]
    if "picture" in front:
        out["picture"] = [_chart(p, slide, f"{place}{p['slot']}") for p in front["picture"]]
    if "table" in front:
        out["table"] = [_table(t, slide, f"{place}{t.get('slot', 'table')}") for t in front["table"]]
    if "on" in front:
        out["on"] = {v: _front(own, slide, notes, f"{v}/") for v, own in front["on"].items()}
    return out


def _wording(value: Any, act: Act, place: str) -> Any:
    if isinstance(value, dict):
        return {k: _wording(v, act, f"{place}/{k}".rstrip("/")) for k, v in value.items()}
    if isinstance(value, list):
        return [_wording(v, act, place) for v in value]
    return act(value, place) if isinstance(value, str) else value


def _chart(chart: Mapping[str, Any], act: Act, place: str) -> dict[str, Any]:
    own = {k: _wording(chart[k], act, f"{place}/{k}") for k in ("alt", "note") if k in chart}
    return {**chart, **own}


def _table(table: Mapping[str, Any], act: Act, place: str) -> dict[str, Any]:
    out = dict(table)
    for key in ("alt", "legend", "heads"):
        if key in table:
            out[key] = _wording(table[key], act, f"{place}/{key.removesuffix('s')}")
    if MARKDOWN in table:
        out[MARKDOWN] = _wording(table[MARKDOWN], lambda t, p: act(t, f"{p}/{MARKDOWN}"), place)
    if "columns" in table:
        out["columns"] = [
            {**c, **{k: _wording(c[k], act, f"{place}/{n}") for k, n in _COLUMN.items() if k in c}}
            for c in table["columns"]
        ]
    if "rows" in table:
        out["rows"] = [
            {
                k: _wording(v, act, f"{place}/row") if k == "cells" or k in VERDICTS else v
                for k, v in r.items()
            }
            for r in table["rows"]
        ]
    return out


_COLUMN = {"head": "head", "text": "cell"}
