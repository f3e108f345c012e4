"""Slides as somebody might have drawn them, as the values that an output reads from a master."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count
from pathlib import Path
from types import MappingProxyType
from typing import Any

from deckgen.charts import strip, trend
from deckgen.model.deck import Deck, Span
from deckgen.model.designed import (
    DesignedParagraph,
    DesignedRun,
    DesignedShape,
    DesignedSlide,
    DesignedText,
    FilledShape,
    FilledText,
    ShapeKind,
)
from deckgen.templating.compose import compose
from deckgen.templating.template import load_template
from tests.factories import a_brief
from tests.templating.conftest import OUTLINE, WORDS, a_finding

_NO_NAMES: Mapping[str, str] = MappingProxyType({})
Words = str | Sequence[str]
# a paragraph: its words, or the words of its runs


def compose_drawn(folder: Path, *slides: DesignedSlide, outline: Sequence[str] = (), **changes: Any) -> Deck:
    """A deck of drawn slides alone, all of them in their order if no outline is given."""
    small = write_template(
        folder, outline or [f"master:{s.number}" for s in slides], names=changes.pop("names", {})
    )
    template = load_template(small.name, roots=(folder,))
    return compose(
        template,
        changes.pop("brief", a_brief()),
        {"talk": changes.pop("finding", a_finding())},
        {"trend": trend.spec, "strip": strip.spec},
        outline="full",
        designed=slides,
    )


def write_template(
    folder: Path, outline: Sequence[str], *, master: bytes = b"", names: Mapping[str, str] = _NO_NAMES
) -> Path:
    """The small template with an outline and a master."""
    small = folder / "small"
    small.mkdir(exist_ok=True)
    keys = ", ".join(f'"{key}"' for key in outline)
    lines = [OUTLINE.replace('full = ["one"]', f"full = [{keys}]"), "[names]"]
    lines += [f'{name} = "{meant}"' for name, meant in names.items()]
    (small / "template.toml").write_text("\n".join(lines))
    (small / "words.toml").write_text(WORDS)
    (small / "master.pptx").write_bytes(master)
    return small


def a_text(*paragraphs: Words) -> DesignedText:
    return tuple(
        DesignedParagraph(runs=tuple(_run(r) for r in ((p,) if isinstance(p, str) else p)))
        for p in paragraphs
    )


def _run(words: str) -> DesignedRun:
    """A run; a line feed stands for a line break, "#" for a slide number."""
    return DesignedRun(text={"\n": "\v"}.get(words, words), is_fixed=words in ("\n", "#"))


def a_box(*paragraphs: Words, **changes: Any) -> DesignedShape:
    return a_shape(ShapeKind.TEXT, texts=(a_text(*paragraphs),), **changes)


def a_table(*rows: Sequence[Words], **changes: Any) -> DesignedShape:
    cells = tuple(tuple(a_text(cell) for cell in row) for row in rows)
    return a_shape(ShapeKind.TABLE, rows=cells, **{"has_head": True, **changes})


def a_shape(kind: ShapeKind, **changes: Any) -> DesignedShape:
    return DesignedShape(**{"at": 0, "name": "Box 1", "kind": kind, **changes})


def a_drawn_slide(*shapes: DesignedShape, **changes: Any) -> DesignedSlide:
    """A slide whose shapes are numbered anew; `notes` are paragraphs."""
    numbers = count()
    notes = a_text(*changes.pop("notes", ()))
    return DesignedSlide(
        **{
            "number": 1,
            "name": "",
            "notes": notes,
            "shapes": tuple(_at(s, numbers) for s in shapes),
            **changes,
        }
    )


def _at(shape: DesignedShape, numbers: Any) -> DesignedShape:
    at = next(numbers)
    children = tuple(_at(c, numbers) for c in shape.children)
    return DesignedShape(
        **{
            **{f: getattr(shape, f) for f in DesignedShape.__dataclass_fields__},
            "at": at,
            "children": children,
        }
    )


def plain(text: FilledText) -> list[str]:
    """The paragraphs of a filled text."""
    return ["".join(r.span.text for r in p.runs) for p in text]


def words(shape: FilledShape) -> list[str]:
    return plain((shape.texts or ((),))[0])


def runs(text: FilledText) -> list[tuple[str, int, int]]:
    """(words, paragraph and run whose format they have), neighbours of one format joined."""
    out: list[tuple[str, int, int]] = []
    for paragraph in text:
        for run in paragraph.runs:
            if out and out[-1][1:] == (run.paragraph, run.run) and run is not paragraph.runs[0]:
                out[-1] = (out[-1][0] + run.span.text, *out[-1][1:])
            else:
                out.append((run.span.text, run.paragraph, run.run))
    return out


def spans(text: FilledText) -> list[Span]:
    return [r.span for p in text for r in p.runs]
