"""Tables of slide files: columns with small Jinja texts over a finding's rows, or rows written out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from deckgen.errors import TemplateError
from deckgen.model.deck import Align, Role, TableBlock, TableCell, TableRow, TableSpec, Text
from deckgen.templating.containers import MARKDOWN
from deckgen.templating.markdown_table import MarkdownTable
from deckgen.templating.views import RowView

_ROLES = frozenset(r.value for r in Role)


class Writer(Protocol):
    """What a table needs of the composer."""

    def line(self, source: str, context: Mapping[str, Any]) -> Text: ...
    def paragraphs(self, source: str, context: Mapping[str, Any], slot: str) -> Text: ...
    def markdown_table(self, source: str, context: Mapping[str, Any]) -> MarkdownTable: ...
    def rendered_line(self, rendered: str) -> Text: ...
    def value(self, expression: str, context: Mapping[str, Any]) -> Any: ...
    def wording(self, value: Any, field: str, finding: str | None = None) -> Any: ...
    @property
    def where(self) -> str: ...


def table_block(table: Mapping[str, Any], context: Mapping[str, Any], writer: Writer) -> TableBlock:
    """One [[table]] of a slide file as a block."""
    act = _marked_down if MARKDOWN in table else _written if "rows" in table else _drawn
    spec = act(table, context, writer)
    return TableBlock(slot=table["slot"], table=spec)


def _drawn(table: Mapping[str, Any], context: Mapping[str, Any], writer: Writer) -> TableSpec:
    rows = list(writer.value(table["data"], context))[: int(table.get("limit", 400))]
    columns = _columns(table["columns"], context)
    figure = int(table.get("figure", 0))
    out = []
    for number, row in enumerate(rows, 1):
        cells = []
        for i, (column, extra) in enumerate(columns, 1):
            inner = {**context, **extra, "row": row, "number": number}
            source = str(column.get("text") or "{{ row['" + str(column.get("key")) + "'] }}")
            role = column.get("role")
            cells.append(
                TableCell(
                    text=writer.line(source, inner),
                    role=_role(str(writer.value(role, inner)) if role else "", writer),
                    is_figure=i == figure,
                )
            )
        highlight = table.get("highlight")
        is_ours = bool(writer.value(highlight, {**context, "row": row})) if highlight else False
        if not highlight and isinstance(row, RowView):
            is_ours = row.role == Role.US
        out.append(TableRow(cells=tuple(cells), is_highlighted=is_ours))
    return TableSpec(
        head=tuple(writer.line(str(c.get("head", "")), {**context, **extra}) for c, extra in columns),
        rows=tuple(out),
        aligns=tuple(Align(c.get("align", "left")) for c, _ in columns),
        weights=tuple(float(c.get("weight", 1)) for c, _ in columns),
        **_common(table, context, writer),
    )


def _written(table: Mapping[str, Any], context: Mapping[str, Any], writer: Writer) -> TableSpec:
    out = []
    figure = int(table.get("figure", 0))
    for row in table["rows"]:
        cells = row.get("cells")
        if cells is None:
            cells = writer.wording(
                {k: v for k, v in row.items() if k != "finding"}, "rows", finding=str(row.get("finding", ""))
            )
        out.append(
            TableRow(
                cells=tuple(
                    TableCell(text=writer.line(str(c), context), is_figure=i == figure)
                    for i, c in enumerate(cells, 1)
                )
            )
        )
    width = max((len(r.cells) for r in out), default=0)
    if any(len(r.cells) != width for r in out):
        raise TemplateError(f"{writer.where}: the rows of a table must have the same number of cells")
    heads = table.get("heads", [])
    return TableSpec(
        head=tuple(writer.line(str(h), context) for h in heads),
        rows=tuple(out),
        aligns=tuple(Align(a) for a in table.get("aligns", ["left"] * width)),
        weights=tuple(float(w) for w in table.get("weights", [1] * width)),
        **_common(table, context, writer),
    )


def _marked_down(table: Mapping[str, Any], context: Mapping[str, Any], writer: Writer) -> TableSpec:
    found = writer.markdown_table(str(writer.wording(table[MARKDOWN], str(table["slot"]))), context)
    figure = int(table.get("figure", 0))
    return TableSpec(
        head=tuple(writer.rendered_line(cell) for cell in found.head),
        rows=tuple(
            TableRow(
                cells=tuple(
                    TableCell(text=writer.rendered_line(cell), is_figure=i == figure)
                    for i, cell in enumerate(row, 1)
                )
            )
            for row in found.rows
        ),
        aligns=found.aligns,
        weights=tuple(float(w) for w in table.get("weights", [1] * len(found.aligns))),
        **_common(table, context, writer),
    )


def _common(table: Mapping[str, Any], context: Mapping[str, Any], writer: Writer) -> dict[str, Any]:
    alt = writer.line(str(writer.wording(table.get("alt", ""), "alt")), context)
    return {
        "style": str(table.get("style", "rules")),
        "legend": writer.paragraphs(str(table.get("legend", "")), context, "legend"),
        "has_total": bool(table.get("total", False)),
        "alt": " ".join(p.text for p in alt),
    }


def _columns(
    columns: list[Mapping[str, Any]], context: Mapping[str, Any]
) -> list[tuple[Mapping[str, Any], dict[str, Any]]]:
    """Columns with `companies` repeated for us and each competitor."""
    out: list[tuple[Mapping[str, Any], dict[str, Any]]] = []
    for column in columns:
        if column.get("companies"):
            out.extend((column, {"company": c}) for c in context["companies"])
        else:
            out.append((column, {}))
    return out


def _role(key: str, writer: Writer) -> Role | None:
    if not key:
        return None
    if key not in _ROLES:
        raise TemplateError(f"{writer.where}: '{key}' is no role; use one of: {', '.join(sorted(_ROLES))}")
    return Role(key)
