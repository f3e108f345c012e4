"""Options: what a template lets a brief set, typed, each with a default or open until the brief says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from deckgen.model.picture import Picture

LONGEST_TEXT = 1000
MOST_ROWS = 40
MOST_DIGITS = Decimal(10**12)


class OptionKind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"  # in the currency of the brief's plan
    FLAG = "flag"  # true or false
    DAY = "day"
    CHOICE = "choice"  # one of `choices`; the template has words for each, in the group "option"
    LIST = "list"  # of texts
    TABLE = "table"  # rows of `columns`
    PICTURE = "picture"  # a PNG or JPEG file in the client's folder


IN_TABLES = (OptionKind.TEXT, OptionKind.NUMBER, OptionKind.MONEY, OptionKind.DAY)
Cell = str | Decimal | date | None
OptionValue = str | Decimal | bool | date | tuple[str, ...] | tuple[Mapping[str, Cell], ...] | Picture | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One option as a template declares it. `default` None = not known until the brief says it."""

    key: str
    kind: OptionKind
    label: str = ""
    default: OptionValue = None
    choices: tuple[str, ...] = ()
    columns: tuple[tuple[str, OptionKind], ...] = ()
