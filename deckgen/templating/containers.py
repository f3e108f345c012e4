"""The body of a slide file: texts of slots between `::: slot` and `:::`, and the speaker notes around them.

    ::: panel weak
    # What we ask for
    - **one** point
    :::

After the slot may stand the verdicts that a wording is for; without one it is for all that have none of their
own. `say` is what the notes begin with. In the slot of a table stands a Markdown table.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deckgen.errors import TemplateError
from deckgen.model.deck import TABLE_SLOTS, TEXT_SLOTS
from deckgen.model.finding import Verdict

SAY = "say"
MARKDOWN = "markdown"  # key of a table: its Markdown
OTHERWISE = ""  # the wording for verdicts that have none of their own
VERDICTS = frozenset(v.value for v in Verdict)
_KNOWN = (*TEXT_SLOTS, *TABLE_SLOTS, SAY)
_FENCE = re.compile(r"\s*:::+(.*)\Z", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """One text of the body. `verdicts`: those that it is for; none = all others."""

    slot: str
    verdicts: tuple[str, ...]
    text: str
    line: int  # of the file, where it begins


def read_body(path: Path, body: str, *, first: int) -> tuple[tuple[Container, ...], str]:
    """(containers, notes) of a body whose first line has this number in its file."""
    found: list[Container] = []
    notes: list[str] = []
    held: list[str] = []
    opened: Container | None = None
    for number, line in enumerate(body.split("\n"), first):
        fence = _FENCE.match(line)
        if fence is None:
            (notes if opened is None else held).append(line)
        elif words := fence[1].strip(": \t\r").split():
            if opened is not None:
                raise TemplateError(
                    f"{path}, line {number}: '::: {opened.slot}' of line {opened.line} is still open; "
                    "end it with a line ':::' before the next one begins"
                )
            opened = _opened(path, number, words)
        elif opened is None:
            raise TemplateError(
                f"{path}, line {number}: ':::' ends nothing; begin a text with '::: panel' or leave it out"
            )
        else:
            text = "\n".join(held).strip("\n")
            found.append(Container(slot=opened.slot, verdicts=opened.verdicts, text=text, line=opened.line))
            held, opened = [], None
    if opened is not None:
        raise TemplateError(
            f"{path}, line {opened.line}: '::: {opened.slot}' is never closed; end it with a line ':::'"
        )
    return tuple(found), "\n".join(notes).strip()


def _opened(path: Path, number: int, words: list[str]) -> Container:
    slot, *verdicts = words
    if slot not in _KNOWN:
        raise TemplateError(
            f"{path}, line {number}: '::: {slot}' is no text of a slide; use one of: {', '.join(_KNOWN)}"
        )
    if unknown := next((v for v in verdicts if v not in VERDICTS), ""):
        raise TemplateError(
            f"{path}, line {number}: '{unknown}' is no verdict; use one of: {', '.join(sorted(VERDICTS))}"
        )
    return Container(slot=slot, verdicts=tuple(verdicts), text="", line=number)


def joined(path: Path, front: Mapping[str, Any], containers: tuple[Container, ...]) -> dict[str, Any]:
    """The front matter with the texts of the body at the places where it could hold them itself."""
    front = {"on": {}, **front}
    made = {**front, "on": {v: dict(own) for v, own in front["on"].items()}}
    wordings: dict[str, dict[str, str]] = {}
    for found in containers:
        if found.verdicts and "finding" not in front:
            raise TemplateError(
                f"{path}, line {found.line}: '::: {found.slot} {found.verdicts[0]}' is for a verdict, but "
                "the slide names no finding"
            )
        for verdict in found.verdicts or (OTHERWISE,):
            _refuse_second(path, found, front, wordings, verdict)
            own = made["on"].get(verdict, {})
            if own.get("archetype"):  # such a verdict has slots of its own
                _put(own, found.slot, found.text)
            wordings.setdefault(found.slot, {})[verdict] = found.text
    for slot, texts in wordings.items():
        common = {v: t for v, t in texts.items() if not made["on"].get(v, {}).get("archetype")}
        if common:
            _put(made, slot, common[OTHERWISE] if set(common) == {OTHERWISE} else common)
    if not made["on"]:
        del made["on"]
    return made


def _refuse_second(
    path: Path,
    found: Container,
    front: Mapping[str, Any],
    wordings: Mapping[str, Mapping[str, str]],
    verdict: str,
) -> None:
    in_front = _is_said(front, found.slot, verdict) or _is_said(front["on"].get(verdict, {}), found.slot, "")
    if in_front or verdict in wordings.get(found.slot, {}):
        said = " ".join((found.slot, verdict)).strip()
        where = "in the settings too" if in_front else "twice"
        raise TemplateError(f"{path}, line {found.line}: '::: {said}' is said {where}; keep one of them")


def _is_said(front: Mapping[str, Any], slot: str, verdict: str) -> bool:
    """Whether settings hold a text already; a common one and one for a verdict are two."""
    if slot in TABLE_SLOTS:
        return any({"rows", "data"} & set(t) for t in front.get("table", ()) if t.get("slot") == slot)
    known = front.get(SAY) if slot == SAY else front.get("text", {}).get(slot)
    if known is None or not verdict:
        return known is not None
    return isinstance(known, dict) and verdict in known


def _put(front: dict[str, Any], slot: str, text: Any) -> None:
    """A text where the settings hold it."""
    if slot == SAY:
        front[SAY] = _with(front.get(SAY), text)
    elif slot in TABLE_SLOTS:
        tables = [dict(t) for t in front.get("table", [])]
        mine = next((t for t in tables if t.get("slot") == slot), None)
        if mine is None:
            tables.append({"slot": slot, MARKDOWN: text})
        else:
            mine[MARKDOWN] = text
        front["table"] = tables
    else:
        texts = front.get("text", {})
        front["text"] = {**texts, slot: _with(texts.get(slot), text)}


def _with(known: Any, text: Any) -> Any:
    """Wordings beside those that the settings have."""
    if known is None or not isinstance(text, dict):
        return text
    return {**(known if isinstance(known, dict) else {OTHERWISE: known}), **text}
