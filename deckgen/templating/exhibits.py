"""Exhibits put into words: labels and numbers as they will stand in a chart, each cited."""

from __future__ import annotations

from dataclasses import replace

from deckgen.model.deck import Label, Point, Role
from deckgen.model.drawn import Drawn, DrawnSeries
from deckgen.model.finding import Exhibit, Series, Value
from deckgen.model.measure import Measurement, Unit, measured, total
from deckgen.templating import markup
from deckgen.templating.own import Place
from deckgen.templating.views import Press

_FORMATS = {Unit.SHARE: "0\u00a0%", Unit.RATIO: "0.0"}


def drawn(exhibit: Exhibit, *, press: Press, alt: str, note: str, limit: int, place: Place) -> Drawn:
    """The exhibit as a chart form takes it. `note` is the rendered event at the peak, if any."""
    sources: dict[str, Measurement] = {}
    where = place.where

    def point(m: Measurement | None, role: Role | None = None) -> Point:
        if m is None:
            return Point(value=None, role=role)
        printed = press.formats.number(m, bare=True, force_percent=True)
        cite = press.citations.number(m, printed)
        sources[cite] = m
        return Point(value=m.value, text=printed, cite=cite, role=role)

    def merge(points: tuple[Point, ...]) -> Point:
        parts = [sources[p.cite] for p in points if p.cite]
        return point(total(f"{where}: other", parts))

    def cite_count(n: int) -> str:
        count = measured(f"{where}: joined", n, formula="structure", origins=())
        return press.citations.number(count, press.formats.number(count))

    series = tuple(
        DrawnSeries(
            name=_label(s.label, press, place),
            role=Role(s.role),
            points=tuple(_texted(point(m, _role(s, i)), s, i, press) for i, m in enumerate(s.points)),
        )
        for s in exhibit.series
    )
    notes = _notes(exhibit, press, place)
    if note and (peak := _peak(series)) is not None:
        notes = (*notes, (peak, markup.label(note, citations=press.citations, place=place)))
    return Drawn(
        categories=tuple(_label(v, press, place, is_monthly=_is_monthly(exhibit)) for v in exhibit.labels),
        series=series,
        notes=notes,
        legend=_legend(series, press, place),
        other=markup.label(
            press.worded(press.words.text("print", "other"), "print"), citations=press.citations, place=place
        ),
        cite_count=cite_count,
        merge=merge,
        limit=limit,
        number_format=_number_format(exhibit, press.formats.group),
        alt=alt,
    )


def _texted(point: Point, series: Series, index: int, press: Press) -> Point:
    """The point with the text written at it; its number stays what it is cited for."""
    if not series.texts:
        return point
    text = series.texts[index]
    if isinstance(text, Measurement):
        printed = press.formats.number(text)
        return replace(point, text=printed, cite=press.citations.number(text, printed))
    return replace(point, text="" if text is None else str(press.view(text)))


def _notes(exhibit: Exhibit, press: Press, place: Place) -> tuple[tuple[int, Label], ...]:
    """Notes at points; several at one point are lines of one label."""
    at: dict[int, list[Label]] = {}
    for i, value in exhibit.notes:
        at.setdefault(i, []).append(_label(value, press, place))
    return tuple(
        (
            i,
            Label(text="\n".join(p.text for p in parts), cites=tuple(c for p in parts for c in p.cites)),
        )
        for i, parts in at.items()
    )


def _peak(series: tuple[DrawnSeries, ...]) -> int | None:
    """Index of the highest point of our own line, or of the first one."""
    if not series:
        return None
    lead = next((s for s in series if s.role is Role.US), series[0])
    known = [(p.value, -i) for i, p in enumerate(lead.points) if p.value is not None]
    return -max(known)[1] if known else None


def _legend(series: tuple[DrawnSeries, ...], press: Press, place: Place) -> tuple[tuple[Role, Label], ...]:
    """What each colour means, for the roles that single points have; in the order of the roles."""
    used = {p.role for s in series for p in s.points if p.role is not None}
    return tuple(
        (role, markup.label(press.worded(text, "legend"), citations=press.citations, place=place))
        for role in Role
        if role in used and (text := press.words.known("legend", role.value))
    )


def _role(series: Series, index: int) -> Role | None:
    return Role(series.roles[index]) if series.roles else None


def _label(value: Value, press: Press, place: Place, *, is_monthly: bool = False) -> Label:
    if isinstance(value, Measurement) and value.unit is Unit.DATE:
        printed = press.formats.axis_month(value.day) if is_monthly else press.formats.day_month(value.day)
        return Label(text=printed, cites=(press.citations.number(value, printed),))
    return markup.label(str(press.view(value)), citations=press.citations, place=place)


def _is_monthly(exhibit: Exhibit) -> bool:
    """Whether the labels are first days of months."""
    days = [v.day for v in exhibit.labels if isinstance(v, Measurement) and v.unit is Unit.DATE]
    return bool(days) and all(d.day == 1 for d in days)


def _number_format(exhibit: Exhibit, group: str) -> str:
    """An Excel format code. Its comma stands for what the reader's program groups by; where the language of
    the deck groups otherwise than English, that sign is written out."""
    units = {m.unit for s in exhibit.series for m in s.points if m is not None}
    whole = "#,##0"
    if group != ",":
        whole = f'[>=1000000]#"{group}"##0"{group}"##0;[>=1000]#"{group}"##0;0'
    return next((_FORMATS[u] for u in units if u in _FORMATS), whole)
