"""What differs between two versions of a master: layouts, placeholders, theme, size, paint, sample slides."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from deckgen.model.designed import DesignedSlide
from deckgen.model.styling import THEME_SLOTS
from deckgen.outputs.pptx.designed_slides import designed
from deckgen.outputs.pptx.geometry import INCH, Frame
from deckgen.outputs.pptx.layouts import Layout, Placeholder
from deckgen.outputs.pptx.master import Master, opened, plain
from deckgen.outputs.pptx.painted import Painted

_SAME_PLACE = round(0.02 * INCH)
_ALIKE = 0.6  # share of placeholders that a renamed layout has in common with its old self


class Change(StrEnum):
    """What happened to a part."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    MOVED = "moved"
    RESIZED = "resized"
    RETYPED = "retyped"
    CHANGED = "changed"


class Part(StrEnum):
    """What changed."""

    SIZE = "size"  # of the slides
    LAYOUT = "layout"
    PLACEHOLDER = "placeholder"
    COLOUR = "colour"
    FONT = "font"
    PAINT = "paint"
    SAMPLE = "sample"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One difference; `before` and `after` are frames in inches, names, colours or numbers."""

    part: Part
    change: Change
    name: str  # of a layout, placeholder, theme colour, shape, slide
    layouts: tuple[str, ...] = ()  # that it is on
    detail: str = ""  # kind of a placeholder or shape
    before: str = ""
    after: str = ""


@dataclass(frozen=True, kw_only=True)
class Compared:
    """All differences, and which layout of the new file continues which of the old one."""

    differences: tuple[Difference, ...]
    continues: Mapping[str, str]  # old title -> new title
    pairs: int  # layouts that both have
    old: Master = field(repr=False)
    new: Master = field(repr=False)


def compared(old: Path, new: Path) -> Compared:
    """Two files, compared."""
    one, other = opened(old), opened(new)
    pairs, removed, added = _paired(one.layouts, other.layouts)
    found: list[Difference] = [*_of_size(one, other)]
    found += [Difference(part=Part.LAYOUT, change=Change.REMOVED, name=x.title) for x in removed]
    found += [Difference(part=Part.LAYOUT, change=Change.ADDED, name=x.title) for x in added]
    for a, b in pairs:
        if plain(a.title) != plain(b.title):
            found.append(
                Difference(
                    part=Part.LAYOUT, change=Change.RENAMED, name=a.title, before=a.title, after=b.title
                )
            )
    found += _joined(d for a, b in pairs for d in _of_placeholders(a, b))
    found += _joined(d for a, b in pairs for d in _of_theme(a, b))
    found += _joined(d for a, b in pairs for d in _of_paint(a, b))
    found += _of_samples(designed(old), designed(new))
    return Compared(
        differences=tuple(found),
        continues={a.title: b.title for a, b in reversed(pairs)},
        pairs=len(pairs),
        old=one,
        new=other,
    )


def _paired(
    old: Sequence[Layout], new: Sequence[Layout]
) -> tuple[list[tuple[Layout, Layout]], list[Layout], list[Layout]]:
    """Layouts of one name in their order; then those of another name that are alike in all else."""
    left = list(new)
    pairs: list[tuple[Layout, Layout]] = []
    alone: list[Layout] = []
    for layout in old:
        same = next((x for x in left if plain(x.title) == plain(layout.title)), None)
        if same is None:
            alone.append(layout)
        else:
            pairs.append((layout, same))
            left.remove(same)
    removed: list[Layout] = []
    for layout in alone:
        best = max(left, key=lambda x: _alike(layout, x), default=None)
        if best is not None and _alike(layout, best) >= _ALIKE:
            pairs.append((layout, best))
            left.remove(best)
        else:
            removed.append(layout)
    order = {id(x): n for n, x in enumerate(old)}
    return sorted(pairs, key=lambda p: order[id(p[0])]), removed, left


def _alike(one: Layout, other: Layout) -> float:
    """How much two layouts of different names have in common, 0 to 1."""
    if one.type != other.type or not (one.every or other.every):
        return 0.0
    a, b = ([(p.kind, *_inches(p.frame, 0)) for p in x.every] for x in (one, other))
    common = sum(1 for p in a if p in b)
    return common / max(len(a), len(b), 1)


def _of_size(one: Master, other: Master) -> Iterator[Difference]:
    a, b = (f"{m.width / INCH:.2f} x {m.height / INCH:.2f}" for m in (one, other))
    if a != b:
        yield Difference(part=Part.SIZE, change=Change.CHANGED, name="", before=a, after=b)


def _of_placeholders(one: Layout, other: Layout) -> Iterator[Difference]:
    left = list(other.every)
    for found in one.every:
        twin = _twin(found, left)
        if twin is None:
            yield _told(found, Change.REMOVED, other, before=_shown(found.frame))
            continue
        left.remove(twin)
        if twin.kind != found.kind:
            yield _told(found, Change.RETYPED, other, before=found.kind, after=twin.kind)
        if twin.idx != found.idx:
            before, after = f"number {found.idx}", f"number {twin.idx}"
            yield _told(found, Change.CHANGED, other, before=before, after=after)
        if twin.title != found.title:
            yield _told(found, Change.RENAMED, other, before=found.title, after=twin.title)
        if not _near(found.frame[:2], twin.frame[:2]):
            yield _told(found, Change.MOVED, other, before=_shown(found.frame), after=_shown(twin.frame))
        elif not _near(found.frame[2:], twin.frame[2:]):
            yield _told(found, Change.RESIZED, other, before=_shown(found.frame), after=_shown(twin.frame))
    for found in left:
        yield _told(found, Change.ADDED, other, after=_shown(found.frame))


def _twin(found: Placeholder, among: Sequence[Placeholder]) -> Placeholder | None:
    """The same placeholder in another version: by number and kind, by name, by number, by kind and place."""
    tests: tuple[Callable[[Placeholder], bool], ...] = (
        lambda p: p.idx == found.idx and p.kind == found.kind,
        lambda p: p.title == found.title,
        lambda p: p.idx == found.idx,
        lambda p: p.kind == found.kind and _near(p.frame, found.frame),
    )
    return next((p for test in tests for p in among if test(p)), None)


def _told(
    found: Placeholder, change: Change, layout: Layout, *, before: str = "", after: str = ""
) -> Difference:
    return Difference(
        part=Part.PLACEHOLDER,
        change=change,
        name=found.title,
        layouts=(layout.title,),
        detail=found.kind,
        before=before,
        after=after,
    )


def _of_theme(one: Layout, other: Layout) -> Iterator[Difference]:
    for slot in THEME_SLOTS:
        before, after = one.theme.colours.get(slot, ""), other.theme.colours.get(slot, "")
        if before.upper() != after.upper():
            yield Difference(
                part=Part.COLOUR,
                change=Change.CHANGED,
                name=slot,
                layouts=(other.title,),
                before=before,
                after=after,
            )
    for use, before, after in (
        ("headings", one.theme.major, other.theme.major),
        ("text", one.theme.minor, other.theme.minor),
    ):
        if before != after:
            yield Difference(
                part=Part.FONT,
                change=Change.CHANGED,
                name=use,
                layouts=(other.title,),
                before=before,
                after=after,
            )


def _of_paint(one: Layout, other: Layout) -> Iterator[Difference]:
    """Logos, pictures and ornaments; what only moved a hair is the same."""
    left = list(other.surface.layers)
    for layer in one.surface.layers:
        twin = next((x for x in left if _is_same(layer, x)), None)
        twin = twin or next((x for x in left if (x.title, x.kind) == (layer.title, layer.kind)), None)
        if twin is None:
            yield _painted(layer, Change.REMOVED, other, before=_shown(layer.frame))
            continue
        left.remove(twin)
        if not _near(layer.frame, twin.frame):
            before, after = _shown(layer.frame), _shown(twin.frame)
            yield _painted(layer, Change.MOVED, other, before=before, after=after)
        elif layer.words != twin.words:
            yield _painted(layer, Change.CHANGED, other, before=layer.words, after=twin.words)
        elif layer.pixels != twin.pixels:
            yield _painted(layer, Change.CHANGED, other)
        elif layer.tones != twin.tones:
            before, after = ", ".join(layer.tones), ", ".join(twin.tones)
            yield _painted(layer, Change.CHANGED, other, before=before, after=after)
    for layer in left:
        yield _painted(layer, Change.ADDED, other, after=_shown(layer.frame))


def _is_same(one: Painted, other: Painted) -> bool:
    return one.kind == other.kind and one.title == other.title and _near(one.frame, other.frame)


def _painted(
    layer: Painted, change: Change, layout: Layout, *, before: str = "", after: str = ""
) -> Difference:
    return Difference(
        part=Part.PAINT,
        change=change,
        name=layer.title,
        layouts=(layout.title,),
        detail=layer.kind,
        before=before,
        after=after,
    )


def _of_samples(old: Sequence[DesignedSlide], new: Sequence[DesignedSlide]) -> Iterator[Difference]:
    if len(old) != len(new):
        before, after = str(len(old)), str(len(new))
        yield Difference(part=Part.SAMPLE, change=Change.CHANGED, name="", before=before, after=after)


def _joined(differences: Iterator[Difference]) -> list[Difference]:
    """What is the same on several layouts, told once with all of them."""
    found: dict[tuple[str, ...], dict[str, None]] = {}
    first: dict[tuple[str, ...], Difference] = {}
    for one in differences:
        key = one.part, one.change, one.name, one.detail, one.before, one.after
        first.setdefault(key, one)
        found.setdefault(key, {}).update(dict.fromkeys(one.layouts))
    return [
        Difference(
            part=one.part,
            change=one.change,
            name=one.name,
            layouts=tuple(found[key]),
            detail=one.detail,
            before=one.before,
            after=one.after,
        )
        for key, one in first.items()
    ]


def _near(one: Sequence[int], other: Sequence[int]) -> bool:
    return all(abs(a - b) <= _SAME_PLACE for a, b in zip(one, other, strict=True))


def _inches(frame: Frame, digits: int) -> tuple[float, ...]:
    return tuple(round(v / INCH, digits) for v in frame)


def _shown(frame: Frame) -> str:
    """Width and height at left and top, in inches."""
    x, y, w, h = (v / INCH for v in frame)
    return f"{w:.2f} x {h:.2f} at {x:.2f}, {y:.2f}"
