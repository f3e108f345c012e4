"""How a number reads on a slide: separators, units, dates and lists as CLDR has them for a language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from babel.core import Locale
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, format_percent

from deckgen.model.measure import Interval, Measurement, Unit
from deckgen.model.origin import Kind
from deckgen.templating.catalogue import tag
from deckgen.templating.words import Words

NBSP = "\u00a0"
COUNTS_ONLY_BELOW = 30  # under this whole a share is printed as "3 of 8"
DECIMAL_FROM = 300  # from this whole on, shares below 10 % get one decimal
_WHOLE = "#,##0"
_SIBILANTS = ("s", "x", "z", "ß")  # names whose genitive differs, in the languages that have one
_WIDTHS = frozenset({"short", "medium", "long"})


class Formats:
    """Formats for one language and one currency. `patterns`: where a template departs from CLDR."""

    def __init__(
        self, words: Words, locale: Locale, currency: str, patterns: Mapping[str, str] | None = None
    ) -> None:
        self.words = words
        self.locale = locale
        self.language = tag(locale)  # BCP 47
        self.currency = currency
        own = patterns or {}
        self._percent = own.get("percent") or locale.percent_formats[None].pattern
        self._money = own.get("money") or locale.currency_formats["standard"].pattern.replace(".00", "")
        self.group = str(locale.number_symbols["latn"]["group"])
        self._minus = locale.number_symbols["latn"]["minusSign"]

    def number(self, m: Measurement, *, bare: bool = False, force_percent: bool = False) -> str:
        """A measurement as it is printed; "about" or "at least" stands before it unless `bare`."""
        text = self._plain(m, force_percent=force_percent)
        if bare or m.kind is Kind.EXACT or m.unit is Unit.DATE:
            return text
        return self.words.filled("print", "about" if m.kind is Kind.ESTIMATE else "at_least", n=text)

    def _plain(self, m: Measurement, *, force_percent: bool) -> str:
        match m.unit:
            case Unit.SHARE:
                return self._share(m, force_percent=force_percent)
            case Unit.RATIO:
                return self.decimal(m.value, places=0 if not m.value else 1 if m.value >= 1 else 2)
            case Unit.MONEY:
                return self.money(m.value)
            case Unit.DATE:
                return self.day(m.day)
            case Unit.YEAR:
                return str(int(m.value))
            case Unit.POINTS:
                points = _rounded(m.value * 100)
                return self.words.filled("print", "points", count_of=abs(points), n=self.decimal(points))
            case _:
                is_whole = m.value == m.value.to_integral_value()
                return self.decimal(m.value, places=0 if is_whole else 1)

    def _share(self, m: Measurement, *, force_percent: bool) -> str:
        whole = m.inputs[-1][1] if len(m.inputs) == 2 else None
        is_plain_share = not m.formula.startswith("wilson")
        if whole is not None and whole < COUNTS_ONLY_BELOW and is_plain_share and not force_percent:
            part = self.decimal(m.inputs[0][1])
            return _held(self.words.filled("print", "of", k=part, n=self.decimal(whole)))
        small = 0 < abs(m.value) < Decimal("0.1") and (whole is None or whole >= DECIMAL_FROM)
        return self.percent(m.value, places=1 if small else 0)

    def span(self, i: Interval) -> tuple[str, str]:
        """The ends of an interval: "10" and "37 %", or "1.3" and "2.2"."""
        if i.point.unit is Unit.SHARE:
            places = 1 if i.high.value < Decimal("0.1") else 0
            return self.decimal(i.low.value * 100, places=places), self.percent(i.high.value, places=places)
        if i.point.unit is Unit.COUNT:
            return self.decimal(i.low.value), self.decimal(i.high.value)
        low, high = (self.decimal(x.value, places=1 if x.value >= 1 else 2) for x in (i.low, i.high))
        return low, high

    def decimal(self, value: Decimal, *, places: int = 0) -> str:
        """A decimal with the language's separators, rounded half up."""
        return self._signed(
            format_decimal(_rounded(value, places), format=_places(_WHOLE, places), locale=self.locale)
        )

    def percent(self, value: Decimal, *, places: int = 0) -> str:
        rounded = _rounded(value * 100, places) / 100
        return _held(
            self._signed(format_percent(rounded, format=_places(self._percent, places), locale=self.locale))
        )

    def money(self, value: Decimal) -> str:
        return _held(
            self._signed(
                format_currency(
                    _rounded(value),
                    self.currency,
                    format=self._money,
                    locale=self.locale,
                    currency_digits=False,
                )
            )
        )

    def day(self, value: date) -> str:
        width = self.words.known("format", "day")
        pattern = width if width in _WIDTHS else "medium"
        return _held(format_date(value, pattern, locale=self.locale))

    def month(self, value: date) -> str:
        return self._dated("yMMMM", value)

    def axis_month(self, value: date) -> str:
        """A month on an axis: "Mar", and with its year in January."""
        return self._dated("yMMM" if value.month == 1 else "MMM", value)

    def day_month(self, value: date) -> str:
        return self._dated(self.words.known("format", "day_month") or "MMMd", value)

    def names(self, names: Iterable[str]) -> str:
        """Names joined as the language joins them: "A, B and C"."""
        return format_list(list(names), locale=self.locale)

    def genitive(self, name: str, *, ends_in: str) -> str:
        """A name as an owner; `ends_in` is its last letter as it is read."""
        key = "genitive_sibilant" if ends_in.casefold() in _SIBILANTS else "genitive"
        return self.words.filled("print", key, name=name)

    def _dated(self, skeleton: str, value: date) -> str:
        return _held(format_skeleton(skeleton, value, locale=self.locale))

    def _signed(self, text: str) -> str:
        """With the language's own minus sign, which Babel leaves out."""
        return text.replace("-", self._minus, 1) if text.startswith("-") else text


def _rounded(value: Decimal, places: int = 0) -> Decimal:
    step = Decimal(1).scaleb(-places)
    return value.quantize(step, rounding=ROUND_HALF_UP) + 0  # what rounds to nothing has no sign


def _places(pattern: str, places: int) -> str:
    return pattern.replace(_WHOLE, f"{_WHOLE}.{'0' * places}") if places else pattern


def _held(text: str) -> str:
    """Text that no line break may part."""
    return text.replace(" ", NBSP)
