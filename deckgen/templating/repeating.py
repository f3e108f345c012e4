"""What is repeated: a slide, a shape or a row for each item of a list, with its position as `loop`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from deckgen.model.measure import measured
from deckgen.templating.views import BriefView, Press, TableView

MAX_ITEMS = 200


class RepeatError(Exception):
    """What cannot be repeated, told so that a file and the words can be put before it."""


class Position:
    """Where in a repetition a copy stands: `loop.index`, `loop.length`, `loop.first`, `loop.last`."""

    def __init__(self, press: Press, index: int, length: int) -> None:
        self.index = press.view(measured("position", index, formula="position", origins=()))
        self.length = press.view(measured("length", length, formula="structure", origins=()))
        self.first, self.last = index == 1, index == length


def listed(found: object, name: str) -> tuple[Any, ...]:
    """The items that a name stands for."""
    if isinstance(found, (TableView, BriefView, tuple, list, range)):
        try:
            if len(found) <= MAX_ITEMS * 10:
                return tuple(found)
        except (TypeError, AttributeError):
            pass
    raise RepeatError(
        f"'{name}' is no list that can be repeated, such as competitors or visible.tables.blogs"
    )


def bounded(items: tuple[Any, ...], name: str) -> tuple[Any, ...]:
    """The items, if they are few enough to be repeated."""
    if len(items) > MAX_ITEMS:
        raise RepeatError(
            f"'{name}' has {len(items)} items, at most {MAX_ITEMS} are repeated; take fewer: {name}[:10]"
        )
    return items


def numbered(
    items: TableView | tuple[Any, ...], names: tuple[str, ...], press: Press
) -> Iterator[dict[str, Any]]:
    """Each item under its names, with its position as `loop`."""
    for i, item in enumerate(items, 1):
        yield {**dict.fromkeys(names, item), "loop": Position(press, i, len(items))}
