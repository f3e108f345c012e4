"""How a number reads on a slide: separators, units and decimals of the deck's language."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from babel.core import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

from deckgen.model.measure import Interval, Measurement, Unit
from deckgen.model.origin import Kind
from deckgen.templating.words import Words

NBSP = "\u00a0"
COUNTS_ONLY_BELOW = 30  # under this whole a share is printed as "3 of 8"
DECIMAL_FROM = 300  # from this whole on, shares below 10 % get one decimal


class Formats:
    """Formats for one language and one currency."""

    def __init__(self, words: Words, locale: str, currency: str) -> None:
        self.words = words
        self.locale = Locale.parse(locale, sep="-")
        self.currency = currency

    def number(self, m: Measurement, *, bare: bool = False, force_percent: bool = False) -> str:
        """A measurement as it is printed; "about" or "at least" stands before it unless `bare`."""
        text = self._plain(m, force_percent=force_percent)
        if bare or m.kind is Kind.EXACT or m.unit is Unit.DATE:
            return text
        return self.words.text("print", "about" if m.kind is Kind.ESTIMATE else "at_least").format(n=text)

    def _plain(self, m: Measurement, *, force_percent: bool) -> str:
        match m.unit:
            case Unit.SHARE:
                return self._share(m, force_percent=force_percent)
            case Unit.RATIO:
                return self.decimal(m.value, places=0 if not m.value else 1 if m.value >= 1 else 2)
            case Unit.MONEY:
                return f"{self.currency}{NBSP}{self.decimal(m.value)}"
            case Unit.DATE:
                return self.day(m.day)
            case Unit.YEAR:
                return str(int(m.value))
            case Unit.POINTS:
                text = self.decimal(m.value * 100)
                return self.words.text("print", "points").format(n=text)
            case _:
                is_whole = m.value == m.value.to_integral_value()
                return self.decimal(m.value, places=0 if is_whole else 1)

    def _share(self, m: Measurement, *, force_percent: bool) -> str:
        whole = m.inputs[-1][1] if len(m.inputs) == 2 else None
        is_plain_share = not m.formula.startswith("wilson")
        if whole is not None and whole < COUNTS_ONLY_BELOW and is_plain_share and not force_percent:
            part = self.decimal(m.inputs[0][1])
            return self.words.text("print", "of").format(k=part, n=self.decimal(whole)).replace(" ", NBSP)
        small = 0 < abs(m.value) < Decimal("0.1") and (whole is None or whole >= DECIMAL_FROM)
        return f"{self.decimal(m.value * 100, places=1 if small else 0)}{NBSP}%"

    def span(self, i: Interval) -> str:
        """An interval as "10–37 %" or "1.3–2.2"."""
        if i.point.unit is Unit.SHARE:
            places = 1 if i.high.value < Decimal("0.1") else 0
            low, high = (self.decimal(x.value * 100, places=places) for x in (i.low, i.high))
            return f"{low}–{high}{NBSP}%"
        if i.point.unit is Unit.COUNT:
            return f"{self.decimal(i.low.value)}–{self.decimal(i.high.value)}"
        low, high = (self.decimal(x.value, places=1 if x.value >= 1 else 2) for x in (i.low, i.high))
        return f"{low}–{high}"

    def decimal(self, value: Decimal, *, places: int = 0) -> str:
        """A decimal with the language's separators, rounded half up."""
        step = Decimal(1).scaleb(-places)
        rounded = value.quantize(step, rounding=ROUND_HALF_UP) + 0  # what rounds to nothing has no sign
        pattern = "#,##0" + ("." + "0" * places if places else "")
        return str(format_decimal(rounded, format=pattern, locale=self.locale))

    def day(self, value: date) -> str:
        return str(format_date(value, "d MMM y", locale=self.locale)).replace(" ", NBSP)

    def month(self, value: date) -> str:
        return str(format_date(value, "MMMM y", locale=self.locale)).replace(" ", NBSP)

    def axis_month(self, value: date) -> str:
        """A month on an axis: "Mar", and with its year in January."""
        pattern = "MMM y" if value.month == 1 else "MMM"
        return str(format_date(value, pattern, locale=self.locale)).replace(" ", NBSP)

    def day_month(self, value: date) -> str:
        return str(format_date(value, "d MMM", locale=self.locale)).replace(" ", NBSP)
