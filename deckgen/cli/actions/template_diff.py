"""`deckgen template diff`: what changed between two versions of a master, and whether the mapping holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import typer

from deckgen.cli.actions._lines import listed, wrapped
from deckgen.outputs.pptx.comparing import Change, Difference, Part
from deckgen.pipeline.masters.diff import Held, State, Versions, diff

HOLDS, MUST_CHANGE = 0, 3
_HEADINGS: Mapping[Part, str] = {
    Part.SIZE: "Size of the slides",
    Part.LAYOUT: "Layouts",
    Part.PLACEHOLDER: "Placeholders (width x height at left, top, in inches)",
    Part.COLOUR: "Theme colours",
    Part.FONT: "Theme fonts",
    Part.PAINT: "Logos, pictures and ornaments (width x height at left, top, in inches)",
    Part.SAMPLE: "Sample slides",
}
_KINDS: Mapping[str, str] = {
    "title": "title",
    "ctrTitle": "title",
    "subTitle": "subtitle",
    "body": "text",
    "obj": "content",
    "tbl": "table",
    "chart": "chart",
    "pic": "picture",
    "ftr": "footer",
    "dt": "date",
    "sldNum": "slide number",
    "sp": "shape",
    "cxnSp": "line",
    "graphicFrame": "object",
}
_MOST = 25  # lines of one part


def run(*, old: Path, new: Path, quiet: bool) -> int:
    """Tells the differences, then what they mean; quiet tells the last part only."""
    found = diff(old, new)
    lines = _closing(found) if quiet else (*_differences(found), *_mapping(found), *_closing(found))
    for line in lines:
        typer.echo(line)
    return HOLDS if found.holds else MUST_CHANGE


def _differences(found: Versions) -> Iterator[str]:
    yield from wrapped(f"{found.old.name} and {found.new.name}")
    yield ""
    if not found.compared.differences:
        yield from wrapped(
            "No difference in layouts, placeholders, theme, size, what is painted, or sample slides."
        )
        yield ""
    layouts, pairs = len(found.compared.new.layouts), found.compared.pairs
    for part, heading in _HEADINGS.items():
        those = [d for d in found.compared.differences if d.part is part]
        if not those:
            continue
        yield heading
        for one in those[:_MOST]:
            yield from wrapped(_told(one, layouts, pairs), first="  ", rest="      ")
        if len(those) > _MOST:
            yield f"  and {len(those) - _MOST} more"
        yield ""


def _told(one: Difference, layouts: int, pairs: int) -> str:
    name = f'"{one.name}"' if one.name else ""
    kind = _KINDS.get(one.detail, one.detail)
    of_theme = one.part in {Part.COLOUR, Part.FONT}
    on = "" if of_theme and len(one.layouts) == pairs else _on(one.layouts, layouts)
    match one.part:
        case Part.SIZE:
            return f"{one.before} inches are now {one.after}"
        case Part.LAYOUT:
            return (
                f'{name} is now called "{one.after}"'
                if one.change is Change.RENAMED
                else f"{one.change}: {name}"
            )
        case Part.COLOUR | Part.FONT:
            what = f"font of {one.name}" if one.part is Part.FONT else one.name
            return f"{what}: {one.before or 'none'} is now {one.after or 'none'}{on}"
        case Part.SAMPLE:
            return f"{one.before} are now {one.after}"
    match one.change:
        case Change.ADDED | Change.REMOVED:
            return f"{one.change}: {kind} {name}, {one.before or one.after}{on}"
        case Change.RENAMED:
            return f'{kind} {name} is now called "{one.after}"{on}'
        case Change.RETYPED:
            before, after = (_KINDS.get(v, v) for v in (one.before, one.after))
            return f"{name}: a placeholder for {before} is now one for {after}{on}"
        case _ if one.before or one.after:
            return f"{kind} {name}: {one.before or 'nothing'} is now {one.after or 'nothing'}{on}"
    return f"{kind} {name} looks different{on}"


def _on(titles: Sequence[str], layouts: int) -> str:
    if not titles:
        return ""
    if len(titles) == layouts:
        return ", on all layouts"
    names = [f'"{title}"' for title in titles]
    return f", on {listed(names, most=3)}"


def _mapping(found: Versions) -> Iterator[str]:
    yield "The mapping" + (f" of {found.settings}" if found.settings else " that deckgen proposes")
    for state in (State.BROKEN, State.CHANGED, State.SAME):
        those = [h for h in found.held if h.state is state]
        if state is State.SAME and those:
            yield from wrapped(
                f"same: {listed([h.archetype for h in those], most=16)}", first="  ", rest="      "
            )
            continue
        told: dict[str, list[str]] = {}
        for held in those:
            told.setdefault(_what(held), []).append(held.archetype)
        for what, archetypes in told.items():
            names = listed(archetypes, most=16)
            yield from wrapped(f"{state}: {names}: {what}", first="  ", rest="      ")
    for key in found.lost_slides:
        line = f'broken: an outline shows "{key}", a slide that the new file does not have; draw it there'
        yield from wrapped(line, first="  ", rest="      ")
    yield ""


def _what(held: Held) -> str:
    if held.state is State.BROKEN:
        return f'template.toml names {held.lost}, which the new file does not have; write "{held.instead}"'
    if held.slots:
        return f"another placeholder, or none, for {listed(held.slots)}"
    return f'"{held.before}" served, now "{held.after}"'


def _closing(found: Versions) -> Iterator[str]:
    broken = found.lost_slides or any(h.state is State.BROKEN for h in found.held)
    if found.holds:
        yield from wrapped("The mapping holds: nothing must be changed.")
    elif broken:
        yield from wrapped(
            "The mapping must be changed: mend the lines named above, or run deckgen template new with "
            "the new file, which updates all that you did not write yourself."
        )
    else:
        yield from wrapped(
            "No line of a template is wrong, but some slides get another layout or placeholder: look at them "
            "with deckgen template preview, and correct what you do not like in template.toml."
        )
