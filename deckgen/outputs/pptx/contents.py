"""Fits what stands in one place: a text, a line, a table, a chart; on more slides where one is too small."""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import replace

from deckgen.errors import FitError
from deckgen.model.deck import ChartForm, ChartSpec, PictureBlock, TableRow, TableSpec, Text, TextBlock
from deckgen.outputs.pptx import geometry
from deckgen.outputs.pptx.canvas import roadmap_parts
from deckgen.outputs.pptx.fitting import Fitted, fitted, fitted_heading, fitted_source
from deckgen.outputs.pptx.layouts import Layout
from deckgen.outputs.pptx.places import Place
from deckgen.outputs.pptx.remedies import check_room, fewer_rows
from deckgen.outputs.pptx.table_xml import with_marks
from deckgen.outputs.pptx.tables import TablePlan, planned

_MOVABLE = {"panel", "body"}
_GROWING = {"heading", "meta"}


def text_in(block: TextBlock, place: Place, where: str) -> Fitted:
    """A text as its place holds it."""
    if place.is_foreign and place.slot.style in {"meta", "subtitle"}:
        return fitted(block.text, place, where=where, may_move=True)
    if place.slot.style in _GROWING:
        return fitted_heading(block.text, place, where=where)
    return fitted(block.text, place, where=where, may_move=block.slot in _MOVABLE)


def line_in(slot: str, text: Text, place: Place, where: str) -> Fitted:
    """Kicker or source as its place holds it."""
    return (
        fitted_source(text, place, where=where)
        if slot == "source"
        else fitted_heading(text, place, where=where)
    )


def check_logo(block: PictureBlock, places: Container[str], where: str) -> None:
    """FitError where a layout has no free room for a logo."""
    if block.slot not in places:
        raise FitError(
            f"{where}: no cover of this master leaves room for '{block.picture.name}'; name a layout with "
            "more room under [layouts] of the template, or take the line out of the brief"
        )


def chart_parts(
    spec: ChartSpec, place: Place, layout: Layout, where: str, *, is_last: bool
) -> tuple[ChartSpec, ...]:
    """One chart; a roadmap as several where its tasks need them."""
    if not place.is_foreign:
        return (spec,)
    if spec.form is ChartForm.ROADMAP:
        return roadmap_parts(spec, place, theme=layout.theme, where=where)
    if not is_last:
        check_room(spec, place, where)
    return (spec,)


def table_plans(
    table: TableSpec, place: Place, layout: Layout, where: str, *, may_shrink: bool = True
) -> tuple[TablePlan, ...]:
    """The parts of a table that its place holds one after the other."""
    marked = replace(
        table,
        rows=tuple(
            TableRow(cells=tuple(with_marks(c) for c in r.cells), is_highlighted=r.is_highlighted)
            for r in table.rows
        ),
    )

    def plans(part: TableSpec) -> tuple[TablePlan, ...]:
        return planned(
            part,
            width_pt=place.frame[2] / geometry.POINT,
            height_pt=place.frame[3] / geometry.POINT,
            family=layout.theme.minor,
            where=where,
            is_close=place.is_foreign,
            may_shrink=may_shrink,
        )

    try:
        return plans(marked)
    except FitError:
        if not place.is_foreign or table.style != "summary" or len(table.rows) < 2:
            raise
    return _in_parts(marked, plans)


def _in_parts(table: TableSpec, plans: Callable[[TableSpec], tuple[TablePlan, ...]]) -> tuple[TablePlan, ...]:
    """A summary on as few slides as hold it."""
    refused: FitError | None = None
    for parts in range(2, len(table.rows) + 1):
        try:
            return tuple(
                replace(
                    plan,
                    first_row=first + plan.first_row,
                    is_last=first + len(part.rows) == len(table.rows),
                )
                for first, part in fewer_rows(table, parts)
                for plan in plans(part)
            )
        except FitError as e:
            refused = e
    raise refused or FitError("a table without rows cannot be split; leave it out")
