"""Jinja with bounds: what a slide file may reach, call and make, as anybody may have written it.

Jinja's own sandbox keeps a template away from Python. What it lacks is a measure: one line of a template can
take gigabytes or go on for ever. Each bound here ends as one sentence, on every system and at the same place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from jinja2 import Environment, StrictUndefined, TemplateAssertionError, nodes, pass_environment
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError
from jinja2.filters import make_attrgetter
from jinja2.sandbox import ImmutableSandboxedEnvironment

MAX_TEXT = 100_000  # characters, or items, that one operation may make
MAX_TURNS = 200_000  # turns of loops and calls in all texts of a deck
_MAX_POWER = 64
_MAX_BITS = 1024  # of a whole number
_FILTERS = (
    "abs", "capitalize", "count", "d", "default", "dictsort", "first", "float", "groupby", "int", "items",
    "join", "last", "length", "list", "lower", "map", "max", "min", "reject", "rejectattr", "replace",
    "reverse", "select", "selectattr", "sort", "string", "title", "trim", "truncate", "unique", "upper",
    "wordcount",
)  # fmt: skip
_GLOBALS = ("dict", "range", "_")
_PLAIN = (str, bytes, int, float, Decimal, list, tuple, dict, set, frozenset, range, date, timedelta)
_METHODS = frozenset(
    {"capitalize", "casefold", "count", "endswith", "find", "get", "index", "isalpha", "isdecimal", "isdigit",
     "islower", "isoformat", "isspace", "isupper", "items", "keys", "lower", "lstrip", "partition",
     "removeprefix", "removesuffix", "rpartition", "rsplit", "rstrip", "split", "splitlines", "startswith",
     "strip", "title", "upper", "values"}
)  # fmt: skip
_MESSAGE = re.compile(r"(?:[^%]|%%|%\([^()%]*\)s)*+")
_OF_OTHER_FILES: dict[type[nodes.Node], str] = {
    nodes.Include: "include",
    nodes.Import: "import",
    nodes.FromImport: "from",
    nodes.Extends: "extends",
}


class _Generator(CodeGenerator):
    """Writes `a ~ b` so that the environment joins it."""

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        self.write("environment.concat((")
        for part in node.nodes:
            self.write("environment.printed(")
            self.visit(part, frame)
            self.write("), ")
        self.write("))")


class BoundedEnvironment(ImmutableSandboxedEnvironment):
    """An environment in which no text of a template takes more than there is."""

    intercepted_binops = frozenset({"+", "*", "**", "%"})
    code_generator_class = _Generator

    def __init__(self) -> None:
        super().__init__(
            undefined=StrictUndefined,
            autoescape=False,
            trim_blocks=True,
            lstrip_blocks=True,
            finalize=printed,
            extensions=["jinja2.ext.i18n"],
        )
        self.filters = {name: self.filters[name] for name in _FILTERS}
        self.filters.update(join=_join, replace=_replace, string=printed)
        self.globals = {name: self.globals[name] for name in _GLOBALS}
        self._turns = 0

    @staticmethod
    def printed(value: Any) -> str:
        """A part of `a ~ b` as text: what is only joined is not yet printed on a slide."""
        return printed(value)

    @staticmethod
    def concat(parts: Iterable[str]) -> str:
        """The parts of a text in one, as far as a text goes."""
        return "".join(_bounded(parts))

    def counted(self, items: Iterable[Any]) -> Iterator[Any]:
        """The items of a loop; every turn counts."""
        for item in items:
            self._turn()
            yield item

    def call(__self, __context: Any, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805 - Jinja's own
        __self._turn()
        return super().call(__context, __obj, *args, **kwargs)

    def wrap_str_format(self, value: Any) -> None:
        """Nothing stands for `str.format`: a number in it makes a text as wide as one likes."""

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Of plain values only those methods that give back less than they are given."""
        if isinstance(obj, _PLAIN) and callable(value) and attr not in _METHODS:
            return False
        return super().is_safe_attribute(obj, attr, value)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        _CHECKS[operator](left, right)
        return super().call_binop(context, operator, left, right)

    def _generate(self, source: nodes.Template, *args: Any, **kwargs: Any) -> str:
        for kind, word in _OF_OTHER_FILES.items():
            if found := source.find(kind):
                raise TemplateAssertionError(
                    f"'{word}' reads another file, which no slide file does; write the words here",
                    found.lineno,
                )
        for loop in source.find_all(nodes.For):
            if loop.recursive:
                raise TemplateAssertionError("a loop cannot call itself; write a loop inside it", loop.lineno)
            counted = nodes.EnvironmentAttribute("counted", lineno=loop.lineno)
            loop.iter = nodes.Call(counted, [loop.iter], [], None, None, lineno=loop.lineno)
        return super()._generate(source, *args, **kwargs)

    def _turn(self) -> None:
        self._turns += 1
        if self._turns > MAX_TURNS:
            raise SecurityError(f"the loops of this template take over {MAX_TURNS} turns; take fewer items")


def printed(value: Any) -> str:
    """A value as text; a list in lists may be short and still print for ever."""
    left = MAX_TEXT
    waiting = [value]
    while waiting:
        found = waiting.pop()
        if isinstance(found, (list, tuple, set, frozenset, dict)):
            left -= len(found) + 1
            if left < 0:
                raise _too_long()
            waiting += [*found, *found.values()] if isinstance(found, dict) else found
    text = str(value)
    if len(text) > MAX_TEXT:
        raise _too_long()
    return text


def checked(message: Callable[..., str]) -> Callable[..., str]:
    """A function of gettext whose messages hold no gaps but %(name)s: another may be as wide as one likes."""

    def found(*args: Any) -> str:
        text = message(*args)
        if text.count("%") > 100 or not _MESSAGE.fullmatch(text):
            raise ValueError('a message has no gaps but "%(name)s", and "%%" for a percent sign')
        return text

    return found


def _bounded(parts: Iterable[str]) -> Iterator[str]:
    length = 0
    for part in parts:
        length += len(part)
        if length > MAX_TEXT:
            raise _too_long()
        yield part


@pass_environment
def _join(environment: Environment, values: Iterable[Any], d: Any = "", attribute: Any = None) -> str:
    if attribute is not None:
        values = map(make_attrgetter(environment, attribute), values)
    parts: list[str] = []
    between = printed(d)
    for value in values:
        parts += [between, printed(value)] if parts else [printed(value)]
        if len(parts) > MAX_TEXT:
            raise _too_long()
    return BoundedEnvironment.concat(parts)


def _replace(s: Any, old: Any, new: Any, count: int = -1) -> str:
    text, old, new = printed(s), printed(old), printed(new)
    if len(text) + (text.count(old) + 1) * len(new) > MAX_TEXT:
        raise _too_long()
    return text.replace(old, new, count)


def _too_long() -> SecurityError:
    return SecurityError(f"over {MAX_TEXT} characters in one text; take fewer items, e.g. [:10]")


def _sum(left: Any, right: Any) -> None:
    if _is_sequence(left) and _is_sequence(right) and len(left) + len(right) > MAX_TEXT:
        raise _too_long()


def _product(left: Any, right: Any) -> None:
    for one, other in ((left, right), (right, left)):
        if _is_sequence(one) and isinstance(other, int) and len(one) * other > MAX_TEXT:
            raise _too_long()
    if (
        isinstance(left, int)
        and isinstance(right, int)
        and left.bit_length() + right.bit_length() > _MAX_BITS
    ):
        raise SecurityError("a number of over 300 digits; no slide shows one")


def _power(left: Any, right: Any) -> None:
    if isinstance(left, int) and isinstance(right, int):
        if right > _MAX_POWER or left.bit_length() > _MAX_BITS // _MAX_POWER:
            raise SecurityError("a number of over 300 digits; no slide shows one")
    elif isinstance(right, (int, float, Decimal)) and not -_MAX_POWER <= right <= _MAX_POWER:
        raise SecurityError(f"a power over {_MAX_POWER}; no slide shows one")


def _remainder(left: Any, right: Any) -> None:
    if isinstance(left, (str, bytes)):
        raise SecurityError("words are not filled in with %; write {{ ... }} among them, or join them with ~")


def _is_sequence(value: Any) -> bool:
    return isinstance(value, (str, bytes, list, tuple))


_CHECKS = {"+": _sum, "*": _product, "**": _power, "%": _remainder}
