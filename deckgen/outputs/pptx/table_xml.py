"""Writes a planned table: a native frame in our table style, marks coloured by role, numbers cited."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from deckgen.model.deck import Align, Role, Span, TableCell, TableRow
from deckgen.outputs.pptx.citations import Citations
from deckgen.outputs.pptx.elements import TABLE_URI, el, fill, identity, transform
from deckgen.outputs.pptx.geometry import POINT, Frame
from deckgen.outputs.pptx.master import NO_STYLE
from deckgen.outputs.pptx.places import Place
from deckgen.outputs.pptx.styles import MUTED, RULE, TINT
from deckgen.outputs.pptx.tables import LEGEND, LEGEND_GAP, SIDE, TOP, TablePlan, left_inset, legend_room
from deckgen.outputs.pptx.text import box, graphic_ph, paragraph
from deckgen.outputs.pptx.theme import Theme

_MARKS = "●○–?▲■▼"
_ALIGN = {Align.LEFT: None, Align.RIGHT: "r", Align.CENTRE: "ctr"}
_HEAD_RULE, _ROW_RULE = 12700, 6350
_QUIET = {Role.OTHER, Role.OTHER_LIGHT, Role.MUTED}


class TableWriter:
    """Writes one part of a table into its place."""

    def __init__(self, plan: TablePlan, *, language: str, theme: Theme, style: str, cite: Citations) -> None:
        self._plan, self._language, self._theme, self._style, self._cite = plan, language, theme, style, cite
        self._tinted = _tinted_columns(plan)
        self._is_bare = style == NO_STYLE

    def frame(self, place: Place, number: int, *, slot: str) -> Any:
        """The graphic frame of the table."""
        plan = self._plan
        x, y, w, _ = place.frame
        widths = [round(v * POINT) for v in plan.widths]
        widths[-1] += w - sum(widths)
        heights = [round(v * POINT) for v in ([plan.head_height] if plan.spec.head else [])]
        heights += [round(v * POINT) for v in plan.heights]
        rows = []
        if plan.spec.head:
            rows.append(self._head(heights[0], slot))
        offset = len(rows)
        for i, row in enumerate(plan.rows):
            rows.append(self._row(row, i, heights[i + offset], f"{slot} r{plan.first_row + i + 1}"))
        is_rules = plan.spec.style != "summary"
        table = el(
            "a:tbl",
            el(
                "a:tblPr",
                el("a:tableStyleId", text=self._style),
                firstRow=True if plan.spec.head else None,
                firstCol=True if is_rules else None,
                lastRow=True if plan.spec.has_total and plan.is_last else None,
            ),
            el("a:tblGrid", *(el("a:gridCol", w=v) for v in widths)),
            *rows,
        )
        self._cite.loose(plan.spec.alt, f"{slot} alt text")
        reference = graphic_ph(place, "tbl")
        return el(
            "p:graphicFrame",
            el(
                "p:nvGraphicFramePr",
                identity(number, place.title, alt=plan.spec.alt or place.title),
                el("p:cNvGraphicFramePr", el("a:graphicFrameLocks", noGrp=True)),
                el("p:nvPr", reference),
            ),
            transform("p:xfrm", (x, y, w, sum(heights))),
            el("a:graphic", el("a:graphicData", table, uri=TABLE_URI)),
        )

    def legend(self, place: Place, number: int, *, slot: str) -> Any:
        """The line under the table that says what its marks mean."""
        self._cite.text(self._plan.spec.legend, f"{slot} legend")
        x, y, w, _ = place.frame
        top = y + round((self._plan.height + LEGEND_GAP) * POINT)
        room = legend_room(self._plan.spec, width_pt=w / POINT, family=self._theme.minor)
        frame: Frame = (x, top, w, round((room - LEGEND_GAP) * POINT))
        paragraphs = [
            paragraph(p, language=self._language, size=LEGEND, colour=self._mark_or(MUTED))
            for p in self._plan.spec.legend
        ]
        return box(number, f"{place.title} legend", frame, paragraphs)

    def _head(self, height: int, slot: str) -> Any:
        cells = []
        for c, text in enumerate(self._plan.spec.head):
            self._cite.text(text, f"{slot} head c{c + 1}")
            cells.append(self._cell(text, c, None, is_head=True, is_highlighted=False))
        return el("a:tr", *cells, h=height)

    def _row(self, row: TableRow, index: int, height: int, where: str) -> Any:
        plan = self._plan
        is_total = plan.spec.has_total and plan.is_last and index == len(plan.rows) - 1
        cells = []
        for c, cell in enumerate(row.cells):
            self._cite.text(cell.text, f"{where} c{c + 1}")
            cells.append(
                self._cell(
                    cell.text,
                    c,
                    cell,
                    is_head=False,
                    is_highlighted=row.is_highlighted,
                    is_total=is_total,
                )
            )
        return el("a:tr", *cells, h=height)

    def _cell(
        self,
        text: Any,
        column: int,
        cell: TableCell | None,
        *,
        is_head: bool,
        is_highlighted: bool,
        is_total: bool = False,
    ) -> Any:
        plan = self._plan
        is_figure = cell is not None and cell.is_figure
        size = plan.figure_size if is_figure else plan.size
        tinted = is_highlighted or column in self._tinted
        shade = self._colour(cell, tinted=tinted) if cell is not None else None
        if self._is_bare:
            shade = _or(shade, MUTED if is_head else "tx1")
        align = _ALIGN[plan.spec.aligns[column]]
        is_first = column == 0 and plan.spec.style != "summary"
        bold = True if is_figure or (self._is_bare and (is_head or is_first)) else None
        paragraphs = [
            paragraph(p, language=self._language, size=size, align=align, colour=shade, bold=bold)
            for p in text
        ] or [el("a:p", el("a:endParaRPr", lang=self._language, sz=round(size * 100)))]
        return el(
            "a:tc",
            el("a:txBody", el("a:bodyPr"), el("a:lstStyle"), *paragraphs),
            el(
                "a:tcPr",
                *self._rules(is_head=is_head, is_total=is_total),
                fill(TINT) if tinted else None,
                marL=left_inset(plan.spec, column),
                marR=SIDE,
                marT=TOP,
                marB=TOP,
                anchor="b" if is_head else "ctr",
            ),
        )

    def _rules(self, *, is_head: bool, is_total: bool) -> list[Any]:
        """The lines of a table that has no style to draw them: under the head, between rows, over a total."""
        if not self._is_bare:
            return []
        made = [_rule(side, None) for side in ("L", "R")]
        if is_total:
            made.append(_rule("T", MUTED, width=_HEAD_RULE))
        made.append(_rule("B", MUTED if is_head else RULE, width=_HEAD_RULE if is_head else _ROW_RULE))
        return made

    def _colour(self, cell: TableCell, *, tinted: bool) -> Any:
        """A mark takes its role's colour, a figure and other text too where it stays legible."""
        if cell.is_figure:
            return self._theme.text(cell.role or Role.US)
        words = "".join(p.text for p in cell.text).lstrip()
        if words[:1] in _MARKS and words[:1]:
            rest = MUTED if cell.role in _QUIET and not tinted else None
            return self._mark_or(rest, cell.role)
        if (
            cell.role is None
            or (tinted and cell.role is not Role.US)
            or cell.role in {Role.OTHER, Role.OTHER_LIGHT, Role.COMPETITOR, Role.CONVERSATION}
        ):
            return None
        if cell.role is Role.US and tinted:
            return None
        return self._theme.text(cell.role)

    def _mark_or(self, rest: str | None, role: Role | None = None) -> Any:
        def colour(span: Span) -> str | None:
            mark = span.text.strip()[:1]
            if len(span.text.strip()) == 1 and mark in _MARKS:
                return self._theme.text(role or _ROLE_OF.get(mark, Role.CONVERSATION))
            return rest

        return colour


_ROLE_OF = {
    "●": Role.CONVERSATION,
    "○": Role.MUTED,
    "–": Role.MUTED,
    "?": Role.UNKNOWN,
    "▲": Role.EXTRA,
    "■": Role.UNKNOWN,
    "▼": Role.ATTENTION,
}


def _rule(side: str, token: str | None, *, width: int = 0) -> Any:
    return el(f"a:ln{side}", fill(token), w=width or None)


def _or(shade: Any, otherwise: str) -> Any:
    """A colour, or another where it says none."""
    if not callable(shade):
        return shade or otherwise

    def colour(span: Span) -> str:
        return shade(span) or otherwise

    return colour


def with_marks(cell: TableCell) -> TableCell:
    """A cell whose leading mark is a run of its own, for its colour, beside the word that it marks."""
    if not cell.text or not cell.text[0].spans:
        return cell
    first = cell.text[0].spans[0]
    is_ours = not first.cite and not first.is_quoted
    if len(first.text) < 2 or first.text[0] not in _MARKS or not first.text[1].isspace() or not is_ours:
        return cell
    from_mark = (
        replace(first, text=first.text[0], bold=True),
        replace(first, text=f"\u00a0{first.text[2:]}"),
    )
    changed = type(cell.text[0])(spans=(*from_mark, *cell.text[0].spans[1:]), level=cell.text[0].level)
    return TableCell(text=(changed, *cell.text[1:]), role=cell.role, is_figure=cell.is_figure)


def _tinted_columns(plan: TablePlan) -> frozenset[int]:
    """Columns after the first whose every cell is ours."""
    rows = plan.spec.rows
    if len(rows) < 2:
        return frozenset()
    return frozenset(
        c for c in range(1, len(plan.spec.aligns)) if all(r.cells[c].role is Role.US for r in rows)
    )
