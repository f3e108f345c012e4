"""What slide files see: findings, brief and numbers as objects that cite themselves when printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import total_ordering
from typing import Any

from deckgen.model.brief import Brief
from deckgen.model.brief_origin import brief_origin
from deckgen.model.finding import Exhibit, Finding, Quote, Row, Table, Value, Word
from deckgen.model.measure import Interval, Measurement, day, measured
from deckgen.model.origin import Origin
from deckgen.parsing.shortening import shortened
from deckgen.templating.catalogue import tag_of
from deckgen.templating.citing import MOST, Citations, cleaned, marked
from deckgen.templating.own import Place
from deckgen.templating.printing import Formats


class Press:
    """Prints values: formats them, registers them, marks them."""

    def __init__(self, formats: Formats, citations: Citations) -> None:
        self.formats = formats
        self.citations = citations
        self.words = formats.words

    def mark(self, m: Measurement, printed: str) -> str:
        return marked(printed, self.citations.number(m, printed))

    def quote(self, text: str, origins: tuple[Origin, ...], language: str = "") -> str:
        """Text from outside; its language is told where it is known and not the deck's own."""
        text = cleaned(text)
        foreign = "" if language == self.formats.locale.language else tag_of(language)
        return marked(shortened(text, MOST), self.citations.quotation(text, origins), language=foreign)

    def worded(self, text: str, group: str) -> str:
        """Words of the template's word list as they are printed: a number in them was typed there."""
        own = self.words.own
        return self.citations.worded(
            text, Place(where=f"words/{group}", own=own, language=self.formats.language)
        )

    def view(self, value: Value) -> View:
        """The view of any value a finding may hold."""
        match value:
            case None:
                return Nothing(self)
            case Measurement():
                return Number(self, value)
            case Interval():
                return Number(self, value.point, value)
            case Quote():
                return Quoted(self, value)
            case Word():
                return WordView(self, value)


class View:
    """Base of all views: printing is `str()`."""

    def __init__(self, press: Press) -> None:
        self._press = press

    def __str__(self) -> str:
        raise NotImplementedError


class Nothing(View):
    """A number that could not be had."""

    def __str__(self) -> str:
        return self._press.worded(self._press.words.text("print", "not_measured"), "print")

    def __bool__(self) -> bool:
        return False

    def __abs__(self) -> Decimal:
        """What a plural rule goes by."""
        return Decimal(0)


@total_ordering
class Number(View):
    """A measurement, perhaps with its interval."""

    def __init__(self, press: Press, m: Measurement, interval: Interval | None = None) -> None:
        super().__init__(press)
        self._m = m
        self._i = interval

    @property
    def measurement(self) -> Measurement:
        return self._m

    @property
    def interval(self) -> Interval | None:
        return self._i

    @property
    def low(self) -> View:
        return self._press.view(self._i.low if self._i else None)

    @property
    def high(self) -> View:
        return self._press.view(self._i.high if self._i else None)

    @property
    def of(self) -> View:
        """The whole of a share, as its own number."""
        if len(self._m.inputs) != 2:
            return Nothing(self._press)
        name, value = self._m.inputs[1]
        whole = measured(name, value, formula=self._m.formula, origins=self._m.origins, inputs=self._m.inputs)
        return Number(self._press, whole)

    def __str__(self) -> str:
        return self._press.mark(self._m, self._press.formats.number(self._m))

    def __bool__(self) -> bool:
        return True

    def __abs__(self) -> Decimal:
        return abs(self._m.value)

    def __eq__(self, other: object) -> bool:
        return self._m.value == _number(other)

    def __lt__(self, other: object) -> bool:
        number = _number(other)
        return NotImplemented if number is None else self._m.value < number

    def __hash__(self) -> int:
        return hash(self._m.value)


class Quoted(View):
    """Text from outside."""

    def __init__(self, press: Press, quote: Quote) -> None:
        super().__init__(press)
        self._quote = quote

    def __str__(self) -> str:
        return self._press.quote(self._quote.text, self._quote.origins, self._quote.language)

    def __bool__(self) -> bool:
        return bool(cleaned(self._quote.text))

    def __eq__(self, other: object) -> bool:
        return self._quote.text == (other._quote.text if isinstance(other, Quoted) else other)

    def __hash__(self) -> int:
        return hash(self._quote.text)

    @property
    def url(self) -> Quoted:
        return Quoted(self._press, Quote(text=self._quote.url, origins=self._quote.origins))


class WordView(View):
    """A key the template has words for."""

    def __init__(self, press: Press, word: Word) -> None:
        super().__init__(press)
        self._word = word

    @property
    def key(self) -> str:
        return self._word.key

    @property
    def mid(self) -> str:
        words = self._press.words.of(self._word, mid_sentence=True)
        return self._press.worded(words, self._word.group)

    def __str__(self) -> str:
        return self._press.worded(self._press.words.of(self._word), self._word.group)

    def __eq__(self, other: object) -> bool:
        return self._word.key == (other.key if isinstance(other, WordView) else other)

    def __hash__(self) -> int:
        return hash(self._word.key)


class RowView:
    """One row of a finding's table; `row.role` is its role."""

    def __init__(self, press: Press, row: Row, **printed: View) -> None:
        self.role = row.role
        self.columns = tuple(row.cells)
        self._cells = {**{k: press.view(v) for k, v in row.cells.items()}, **printed}

    def __getitem__(self, key: str) -> View:
        return self._cells[key]

    def __getattr__(self, name: str) -> View:
        try:
            return self._cells[name]
        except KeyError:
            raise AttributeError(name) from None


class TableView:
    """A finding's table: iterate for its rows."""

    def __init__(self, press: Press, table: Table) -> None:
        self.columns = table.columns
        self._rows = tuple(RowView(press, r) for r in table.rows)

    def __iter__(self) -> Iterator[RowView]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, index: int) -> RowView:
        return self._rows[index]


class FindingView:
    """A finding by its names: numbers and facts first, then `verdict`, `flags`, `tables`, `exhibits`."""

    def __init__(self, press: Press, finding: Finding) -> None:
        self.verdict = finding.verdict
        self.flags = finding.flags
        self.key = finding.key
        self.tables = {k: TableView(press, t) for k, t in finding.tables.items()}
        self.exhibits: Mapping[str, Exhibit] = finding.exhibits
        self._values = {k: press.view(v) for k, v in {**finding.facts, **finding.numbers}.items()}

    def __getattr__(self, name: str) -> View:
        try:
            return self._values[name]
        except KeyError:
            raise AttributeError(name) from None


class BriefView:
    """The brief's values; each prints with the brief as its origin."""

    def __init__(self, press: Press, brief: Brief, value: Any, locator: str = "") -> None:
        self._made = (press, brief, value, locator)

    def __getattr__(self, name: str) -> Any:
        press, brief, value, locator = self._made
        if is_dataclass(value) and name in {f.name for f in fields(value)} | {"weeks", "companies"}:
            return brief_value(press, brief, getattr(value, name), f"{locator}.{name}".lstrip("."))
        if isinstance(value, Mapping) and name in value:
            return brief_value(press, brief, value[name], f"{locator}.{name}")
        raise AttributeError(name)

    def __iter__(self) -> Iterator[Any]:
        press, brief, value, locator = self._made
        return (brief_value(press, brief, v, f"{locator}.{i}") for i, v in enumerate(value, 1))

    def __len__(self) -> int:
        return len(self._made[2])

    def __getitem__(self, index: Any) -> Any:
        press, brief, value, locator = self._made
        return brief_value(press, brief, value[index], f"{locator}.{index}")


def brief_value(press: Press, brief: Brief, value: Any, locator: str) -> Any:
    """A value of the brief as a view."""
    origins = (brief_origin(brief, locator),)
    match value:
        case None:
            return Nothing(press)
        case Enum():
            return WordView(press, Word(group=type(value).__name__.lower(), key=str(value.value)))
        case bool():
            return value
        case str():
            return Quoted(press, Quote(text=value, origins=origins))
        case int() | Decimal():
            return Number(press, measured(f"brief.{locator}", value, formula="brief", origins=origins))
        case date():
            return Number(press, day(f"brief.{locator}", value, formula="brief", origins=origins))
        case _:
            return BriefView(press, brief, value, locator)


def _number(value: object) -> Decimal | None:
    if isinstance(value, Number):
        return value.measurement.value
    if isinstance(value, (int, Decimal)):
        return Decimal(value)
    return Decimal(str(value)) if isinstance(value, float) else None
