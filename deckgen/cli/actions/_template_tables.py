"""The tables of `deckgen template new` and `check`: which layout serves what, and what each place holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from deckgen.cli.actions._lines import columns, listed, padded, printable, wrapped
from deckgen.outputs.pptx.capacity import Room
from deckgen.outputs.pptx.inspecting import MasterFacts, Paint

_INCH = 914400


def size(facts: MasterFacts) -> str:
    """The size of a master's slides."""
    return f"{facts.width / _INCH:.2f} x {facts.height / _INCH:.2f} inches"


def layouts(facts: MasterFacts, reasons: Mapping[str, str]) -> Iterator[str]:
    """Which layout serves which kinds of slide, and why; each layout and reason once."""
    found: dict[tuple[int, str], list[str]] = {}
    titles: dict[int, str] = {}
    for choice in facts.choices:
        found.setdefault((choice.number, reasons[choice.archetype]), []).append(choice.archetype)
        titles[choice.number] = choice.layout
    if facts.is_ours:
        yield from wrapped("Each kind of slide has a layout of its name.", first="  ")
        return
    for (number, why), archetypes in found.items():
        yield f'  "{printable(" ".join(titles[number].split()))}"'
        yield from wrapped(f"for {listed(archetypes, most=16)}", first="      ", rest=" " * 8)
        yield from wrapped(f"because {why}", first="      ", rest=" " * 8)


def places(facts: MasterFacts, sample: str) -> Iterator[str]:
    """Which placeholder holds what, and how much; what all slides of a layout share is told once."""
    by_archetype: dict[str, list[Room]] = {}
    for room in facts.rooms:
        by_archetype.setdefault(room.archetype, []).append(room)
    same: dict[tuple[object, ...], list[str]] = {}
    for archetype, those in by_archetype.items():
        same.setdefault(tuple(_line(r, sample) for r in those), []).append(archetype)
    shared: set[tuple[str, str]] = set()
    yield _HEAD
    for archetypes in same.values():
        those = by_archetype[archetypes[0]]
        fresh = [r for r in those if (r.layout, _line(r, sample)) not in shared]
        shared |= {(r.layout, _line(r, sample)) for r in those if r.slot in _FRAME}
        title = " ".join(those[0].layout.split())
        yield from wrapped(f'{listed(archetypes, most=16)}, on "{title}"', first="  ", rest="    ")
        yield from (_line(r, sample) for r in fresh)
        if len(fresh) < len(those):
            yield f"    {listed(r.slot for r in those if r not in fresh)}: as above"


_FRAME = frozenset({"title", "kicker", "source"})
_HEAD = f"    {'':<10}{'placeholder':<32}{'lines':>6}{'points':>8}{'words':>7}{'letters':>11}"


def _line(room: Room, sample: str) -> str:
    holder = f'"{room.placeholder}"' if room.placeholder else "(deckgen's own box)"
    start = f"    {room.slot:<10}{padded(printable(holder), 31)} "
    if not room.is_text:
        wide, high = room.frame[2] / _INCH, room.frame[3] / _INCH
        return f"{start}{f'{wide:.1f} x {high:.1f} inches':>32}"
    letters = room.letters(sample)
    mean = len(sample) / max(1, len(sample.split()))
    words = max(1, round(letters * room.lines / mean)) if room.lines else 0
    return f"{start}{room.lines:>6}{room.size:>8g}{words:>7}{f'{letters} a line':>11}"


def paints(facts: MasterFacts) -> Iterator[str]:
    """What slides keep clear of."""
    if not facts.paints:
        yield "  nothing is painted on the layouts in use"
        return
    used = {choice.layout for choice in facts.choices}
    rows = [(f'{_KINDS.get(p.kind, p.kind)} "{p.title}"', _at(p), _on(p, used)) for p in facts.paints[:_MOST]]
    yield from columns(rows, widest=(28, 22))
    if len(facts.paints) > _MOST:
        yield f"  and {len(facts.paints) - _MOST} more"


_KINDS: Mapping[str, str] = {"pic": "picture", "sp": "shape", "cxnSp": "line", "graphicFrame": "object"}
_MOST = 12


def _at(paint: Paint) -> str:
    x, y, w, h = (v / _INCH for v in paint.frame)
    return f"{w:.1f} x {h:.1f} at {x:.1f}, {y:.1f}"


def _on(paint: Paint, used: set[str]) -> str:
    words = f'reads "{paint.words[:40]}"; ' if paint.words else ""
    if set(paint.layouts) >= used:
        return f"{words}on all layouts in use"
    names = [f'"{title}"' for title in paint.layouts]
    return f"{words}on {listed(names, most=3)}"
