"""What the names of drawn shapes stand for: exhibits, tables, lists, pictures; unknown ones are mistakes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from deckgen.model.deck import ChartForm, ChartSeries, ChartSpec
from deckgen.model.drawn import Drawn
from deckgen.model.finding import Exhibit, Finding
from deckgen.templating.designed_names import Each
from deckgen.templating.designed_tags import TagError
from deckgen.templating.designed_text import Filler
from deckgen.templating.exhibits import drawn
from deckgen.templating.own import Place
from deckgen.templating.repeating import RepeatError, bounded, listed, numbered
from deckgen.templating.views import BriefView, Press, RowView, TableView

MAX_POINTS = 2000
_SHORT = re.compile(r"(?:(\w+)\.)?(\w+)\Z")
_SLICED = re.compile(r"(.+?)(\[[-\d:\s]*:[-\d\s]*\])\Z", re.DOTALL)
_AS = re.compile(r"(.+?)\s+as\s+(\w+)\Z", re.DOTALL)
_NATIVE = ChartForm.LINE  # a drawn chart has its own form; this one is cited point by point
Context = Mapping[str, Any]
ChartForms = Mapping[str, Callable[[Drawn], ChartSpec]]


class Names:
    """Looks up what a name stands for on one slide."""

    def __init__(
        self,
        filler: Filler,
        press: Press,
        findings: Mapping[str, Finding],
        charts: ChartForms,
        *,
        place: Place,
    ) -> None:
        self._filler, self._press, self._findings, self._charts = filler, press, findings, charts
        self._place, self._key = place, place.where.rpartition("/")[0]

    def chart(self, name: str, context: Context, *, alt: str, shape: str) -> ChartSpec:
        """The data of an exhibit."""
        ready = self._drawn(self._exhibit(name, context), alt, shape)
        if any(len(s.points) != len(ready.categories) for s in ready.series):
            raise TagError(f"'{name}' is drawn as a picture only; write 'picture: {name}'", name)
        return ChartSpec(
            form=_NATIVE,
            categories=ready.categories,
            series=tuple(ChartSeries(name=s.name, role=s.role, points=s.points) for s in ready.series),
            number_format=ready.number_format,
            alt=alt,
        )

    def picture(self, name: str, context: Context, *, alt: str, shape: str) -> ChartSpec:
        """An exhibit in a form that is drawn as a picture: named after "as", or like the exhibit itself."""
        asked = _AS.match(name)
        over, form = (asked[1], asked[2]) if asked else (name, name.rsplit(".", 1)[-1])
        exhibit = self._exhibit(over, context)
        if form in self._charts:
            spec = self._charts[form](self._drawn(exhibit, alt, shape))
            if spec.form.is_picture:
                return spec
        raise TagError(
            f"'{form}' is no form that deckgen draws as a picture; write 'picture: {over} as strip' or "
            "'... as intervals', or insert a chart and call it 'chart: ...'",
            name,
        )

    def table(self, name: str, context: Context) -> tuple[TableView | tuple[Any, ...], tuple[str, ...]]:
        """(rows, keys of their columns); a list that is no table has no keys."""
        known = {f"{f}.{t}" for f, finding in self._findings.items() for t in finding.tables}
        sliced = _SLICED.match(name)
        base, part = (sliced[1], sliced[2]) if sliced else (name, "")
        short = self._short(base, known)
        path = f"{short[0]}.tables.{short[1]}" if short else base
        found = self._value(path, base, context, "table", known)
        if isinstance(found, TableView):
            rows: object = self._filler.value(f"{path}{part}", context)
            return (rows if isinstance(rows, (TableView, tuple)) else found), found.columns
        found = self._filler.value(name, context)
        if isinstance(found, tuple) and found and isinstance(found[0], RowView):
            return found, found[0].columns
        if isinstance(found, (tuple, list)):
            return tuple(found), ()
        if isinstance(found, BriefView):
            return self._listed(found, name), ()
        raise TagError(f"'{name}' is no table{_nearest(name, known)}", name)

    def items(self, each: Each, context: Context) -> Iterator[dict[str, Any]]:
        """The names that hold for each copy."""
        found = self._filler.value(each.over, context)
        try:
            return self.numbered(bounded(listed(found, each.over), each.over), each.names)
        except RepeatError as error:
            raise TagError(str(error), each.over) from None

    def numbered(
        self, items: TableView | tuple[Any, ...], names: tuple[str, ...]
    ) -> Iterator[dict[str, Any]]:
        """Each item under its names, with its position as `loop`."""
        return numbered(items, names, self._press)

    def _listed(self, found: object, name: str) -> tuple[Any, ...]:
        try:
            return listed(found, name)
        except RepeatError as error:
            raise TagError(str(error), name) from None

    def _exhibit(self, name: str, context: Context) -> Exhibit:
        known = {f"{f}.{e}" for f, finding in self._findings.items() for e in finding.exhibits}
        short = self._short(name, known)
        path = f"{short[0]}.exhibits.{short[1]}" if short else name
        found = self._value(path, name, context, "exhibit", known)
        if not isinstance(found, Exhibit):
            raise TagError(f"'{name}' is no exhibit{_nearest(name, known)}", name)
        if sum(len(s.points) for s in found.series) > MAX_POINTS:
            raise TagError(f"'{name}' has over {MAX_POINTS} points; a chart cannot show them", name)
        return found

    def _value(self, path: str, name: str, context: Context, what: str, known: set[str]) -> object:
        try:
            return self._filler.value(path, context)
        except TagError as error:
            if _SHORT.match(name) or _SHORT.match(name.replace(f".{what}s.", ".")):
                raise TagError(f"'{name}' is no {what}{_nearest(name, known)}", name) from None
            raise error

    def _short(self, name: str, known: set[str]) -> tuple[str, str] | None:
        """`talk.weekly`, or `weekly` where only one argument has that name."""
        found = _SHORT.match(name)
        if not found:
            return None
        same = [k for k in known if k == name or (not found[1] and k.endswith(f".{name}"))]
        if len(same) != 1:
            return None
        first, _, second = same[0].partition(".")
        return first, second

    def _drawn(self, exhibit: Exhibit, alt: str, shape: str) -> Drawn:
        return drawn(
            exhibit,
            press=self._press,
            alt=alt,
            note="",
            limit=0,
            place=replace(self._place, where=f"{self._key}/{shape}"),
        )


def _nearest(name: str, known: set[str]) -> str:
    plain = name.replace(".exhibits.", ".").replace(".tables.", ".")
    close = get_close_matches(plain, sorted(known), n=1, cutoff=0.6)
    if not close:
        close = get_close_matches(
            plain.rsplit(".", 1)[-1], sorted({k.partition(".")[2] for k in known}), n=1, cutoff=0.6
        )
    if close:
        return f"; did you mean '{close[0]}'?"
    return f"; known are: {', '.join(sorted(known))}" if known else ""
