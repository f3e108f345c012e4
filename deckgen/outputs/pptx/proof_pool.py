"""What a proof deck is made of: the texts, charts and tables of decks that a template makes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from deckgen.model.deck import (
    ChartBlock,
    ChartForm,
    ChartSpec,
    Paragraph,
    Slide,
    TableBlock,
    TableSpec,
    Text,
    TextBlock,
    plain,
)
from deckgen.outputs.pptx import geometry
from deckgen.outputs.pptx.geometry import Slot

_RUNNING = frozenset({1, 3})  # levels of text and points in a panel
_LEVELS = {"panel": _RUNNING, "statement": _RUNNING, "card": frozenset({1})}


class Pool:
    """What the slides of some decks hold, the most of it first."""

    def __init__(self, slides: Sequence[Slide]) -> None:
        self.slides = sorted(slides, key=_amount, reverse=True)
        self.titles = _longest(s.title for s in slides)
        self.kickers = _longest(s.kicker for s in slides)
        self.sources = _longest(s.source for s in slides)

    def texts(self, slot: Slot) -> list[Text]:
        """Texts of places of one style."""
        found = [
            (s.archetype, b) for s in self.slides for b in s.blocks if isinstance(b, TextBlock) and b.text
        ]
        same = [b.text for a, b in found if geometry.slots(a)[b.slot].style == slot.style]
        if same:
            return _longest(same)
        panels = [b.text for a, b in found if geometry.slots(a)[b.slot].style in {"panel", "statement"}]
        return _longest(_as_body(t) for t in panels)

    def charts(self, slot: Slot) -> list[ChartSpec]:
        """Charts that a place can hold, those with the most points first."""
        every = [b.chart for s in self.slides for b in s.blocks if isinstance(b, ChartBlock)]
        suits = [c for c in every if _suits(c.form, slot)]
        return sorted(suits, key=lambda c: sum(len(x.points) for x in c.series), reverse=True)

    def tables(self) -> list[TableSpec]:
        every = [b.table for s in self.slides for b in s.blocks if isinstance(b, TableBlock)]
        return sorted(every, key=lambda t: len(t.rows), reverse=True)


def running(texts: Iterable[Text], *, style: str) -> Iterator[Paragraph]:
    """Paragraphs of running text and points, without labels, key figures and heads."""
    levels = _LEVELS.get(style, frozenset({0, 1}))
    for text in texts:
        yield from (p for p in text if p.level in levels)


def _as_body(panel: Text) -> Text:
    """Running text and points of a panel as a text of two levels."""
    return tuple(replace(p, level=p.level // 3) for p in panel if p.level in _RUNNING)


def _suits(form: ChartForm, slot: Slot) -> bool:
    match slot.kind:
        case "chart":
            return form.is_native
        case "pic":
            return form.is_picture
        case "canvas":
            is_wide = slot.frame[2] > geometry.WIDTH // 2
            return form is (ChartForm.ROADMAP if is_wide else ChartForm.WAFFLE)
    return False


def _amount(slide: Slide) -> int:
    """How much stands on a slide."""
    found = sum(len(p.text) for p in slide.title)
    for block in slide.blocks:
        if isinstance(block, TextBlock):
            found += len(plain(block.text))
        elif isinstance(block, TableBlock):
            found += sum(len(plain(c.text)) for r in block.table.rows for c in r.cells)
        elif isinstance(block, ChartBlock):
            found += 20 * sum(len(s.points) for s in block.chart.series)
    return found


def _longest(texts: Iterable[Text]) -> list[Text]:
    """Each text once, the longest first."""
    found = {plain(t): t for t in texts if t}
    return [found[key] for key in sorted(found, key=lambda k: (-len(k), k))]
