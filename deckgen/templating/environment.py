"""The Jinja environment of slide files: sandboxed, immutable, undefined names are errors."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, UndefinedError
from jinja2.environment import TemplateExpression
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from deckgen.errors import TemplateError
from deckgen.model.finding import Verdict
from deckgen.model.measure import Unit
from deckgen.templating.citing import CLOSE, MIDDLE
from deckgen.templating.views import Nothing, Number, Press, WordView

# Jinja names the Python class whose attribute is missing; a writer of slides knows only the name.
_OURS = re.compile(r"'deckgen\.[\w. ]+ object' has no attribute")


class Renderer:
    """Renders the strings of slide files; errors name the file and the words around the mistake."""

    def __init__(self, press: Press) -> None:
        self.environment = ImmutableSandboxedEnvironment(
            undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True
        )
        self.environment.filters = {**self.environment.filters, **_filters(press)}
        self.environment.tests = {
            **self.environment.tests,
            **{v.value: _verdict_test(v) for v in Verdict},
            "none": lambda v: v is None or isinstance(v, Nothing),
        }
        self._compiled: dict[str, Template] = {}
        self._expressions: dict[str, TemplateExpression] = {}

    def text(self, source: str, context: dict[str, Any], *, where: str) -> str:
        """One string of a slide file, rendered."""
        if "{" not in source:
            return source
        return str(self._guarded(source, lambda: self._template(source).render(context), where))

    def value(self, expression: str, context: dict[str, Any], *, where: str) -> Any:
        """What an expression stands for, unprinted."""
        return self._guarded(expression, lambda: self._expression(expression)(**context), where)

    def _expression(self, source: str) -> TemplateExpression:
        if source not in self._expressions:
            self._expressions[source] = self.environment.compile_expression(source, undefined_to_none=False)
        return self._expressions[source]

    def _template(self, source: str) -> Template:
        if source not in self._compiled:
            self._compiled[source] = self.environment.from_string(source)
        return self._compiled[source]

    def _guarded(self, source: str, act: Callable[[], Any], where: str) -> Any:
        try:
            return act()
        except TemplateSyntaxError as error:
            reason = error.message
        except UndefinedError as error:
            reason = _OURS.sub("there is no name", str(error.message))
        except SecurityError as error:
            reason = f"not allowed in a slide file: {error}"
        except (TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
            reason = f"{type(error).__name__}: {error}"
        raise TemplateError(f'{where}: {reason}; look at "{_around(source)}"')


def _around(source: str) -> str:
    at = max(0, source.find("{"))
    return source[max(0, at - 20) : at + 60].replace("\n", " ")


def _verdict_test(verdict: Verdict) -> Callable[[Any], bool]:
    return lambda value: getattr(value, "verdict", value) == verdict


def _filters(press: Press) -> dict[str, Callable[..., Any]]:
    formats = press.formats

    def number(act: Callable[[Number], str]) -> Callable[[Any], str]:
        def filtered(value: Any) -> str:
            if isinstance(value, Nothing):
                return str(value)
            if not isinstance(value, Number):
                raise TypeError(f"this filter needs a number, not {value!s}")
            return press.mark(value.measurement, act(value))

        return filtered

    def span(value: Any) -> str:
        if not isinstance(value, Number) or value.interval is None:
            return str(value)
        i = value.interval
        low, high = formats.span(i).split("–", 1)
        return press.mark(i.low, low) + "–" + press.mark(i.high, high)

    def times(n: Number) -> str:
        return press.words.text("print", "times").format(n=formats.number(n.measurement, bare=True))

    def dated(act: Callable[[Any], str]) -> Callable[[Number], str]:
        def filtered(n: Number) -> str:
            if n.measurement.unit is not Unit.DATE:
                raise TypeError(f"{n.measurement.key} is no date")
            return act(n.measurement.day)

        return filtered

    def join_names(values: Iterable[Any]) -> str:
        names = [str(v) for v in values]
        if len(names) < 2:
            return "".join(names)
        return ", ".join(names[:-1]) + press.words.text("print", "and") + names[-1]

    return {
        "bare": number(lambda n: formats.number(n.measurement, bare=True)),
        "percent": number(lambda n: formats.number(n.measurement, bare=True, force_percent=True)),
        "day": number(dated(formats.day)),
        "month": number(dated(formats.month)),
        "daymonth": number(dated(formats.day_month)),
        "times": number(times),
        "ordinal": number(
            lambda n: press.words.text("print", "ordinal").format(n=formats.number(n.measurement))
        ),
        "range": span,
        "word": lambda v: v.mid if isinstance(v, WordView) else str(v),
        "lower_first": lower_first,
        "upper_first": upper_first,
        "join_names": join_names,
    }


def lower_first(value: Any) -> str:
    """The first letter small, inside a citation too; words in capitals stay."""
    return _recased(str(value), str.lower)


def upper_first(value: Any) -> str:
    return _recased(str(value), str.upper)


def _recased(text: str, act: Callable[[str], str]) -> str:
    at = text.find(MIDDLE) + 1 if MIDDLE in text and not text[:1].isalpha() else 0
    if at >= len(text) or text[at] == CLOSE or text[at : at + 2].isupper():
        return text
    return text[:at] + act(text[at]) + text[at + 1 :]
