"""The Jinja environment of slide files: sandboxed, bounded, immutable, undefined names are errors."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateRuntimeError, TemplateSyntaxError, UndefinedError, nodes
from jinja2.environment import TemplateExpression
from jinja2.exceptions import SecurityError
from jinja2.visitor import NodeTransformer

from deckgen.errors import TemplateError
from deckgen.model.finding import Verdict
from deckgen.model.measure import Unit, measured
from deckgen.templating.catalogue import Catalogue, chosen
from deckgen.templating.citing import CLOSE, MIDDLE, OWN, marked
from deckgen.templating.own import DIGITS
from deckgen.templating.sandbox import BoundedEnvironment, checked, printed
from deckgen.templating.views import Nothing, Number, Press, WordView

_TYPED = "_typed"
# Jinja names the Python class whose attribute is missing; a writer of slides knows only the name.
_OURS = re.compile(r"'deckgen\.[\w. ]+ object' has no attribute")


def an_environment(filters: Mapping[str, Callable[..., Any]]) -> BoundedEnvironment:
    """Jinja as slide files and their translations have it."""
    environment = _Environment()
    environment.filters = {**environment.filters, _TYPED: Typed, **filters}
    environment.tests = {
        **environment.tests,
        **{v.value: _verdict_test(v) for v in Verdict},
        "none": lambda v: v is None or isinstance(v, Nothing),
    }
    return environment


def _counted(press: Press, value: Any) -> Any:
    """What is printed: a number that Jinja counted itself is one of the deck's structure."""
    if type(value) is not int:
        return printed(value)
    m = measured("counted", value, formula="structure", origins=())
    return press.mark(m, press.formats.number(m))


class Typed(int):
    """A number written into a tag: printed as what it is, typed by hand, unlike one that Jinja counted."""


class _Typing(NodeTransformer):
    """Marks the numbers written into what is printed; not those that pick, call or compare something."""

    def visit_Const(self, node: nodes.Const) -> nodes.Node:  # noqa: N802 - Jinja's name
        if type(node.value) is not int:
            return node
        return nodes.Filter(
            node, _TYPED, [], [], None, None, lineno=node.lineno, environment=node.environment
        )

    def visit_Filter(self, node: nodes.Filter) -> nodes.Node:  # noqa: N802 - Jinja's name
        if node.node is not None:
            node.node = self.visit(node.node)
        return node

    def _left(self, node: nodes.Node) -> nodes.Node:
        return node

    visit_Getitem = visit_Call = visit_Compare = visit_Test = visit_Slice = _left  # noqa: N815


class _Environment(BoundedEnvironment):
    """Jinja that knows a typed number from one that it counted."""

    def _generate(self, source: nodes.Template, *args: Any, **named: Any) -> str:
        return super()._generate(_Typing().visit(source), *args, **named)


class Renderer:
    """Renders the strings of slide files; errors name the file and the words around the mistake."""

    def __init__(self, press: Press, catalogue: Catalogue) -> None:
        self.environment = an_environment(filters_of(press))
        self.environment.finalize = partial(_counted, press)
        self.environment.install_gettext_callables(  # type: ignore[attr-defined]
            checked(catalogue.gettext),
            checked(catalogue.ngettext),
            newstyle=True,
            pgettext=checked(catalogue.pgettext),
            npgettext=checked(catalogue.npgettext),
        )
        self._compiled: dict[str, Template] = {}
        self._expressions: dict[str, TemplateExpression] = {}

    def text(self, source: str, context: dict[str, Any], *, where: str) -> str:
        """One string of a slide file, rendered."""
        if "{" not in source:
            return source
        return str(self._guarded(source, lambda: self._template(source).render(context), where))

    def value(self, expression: str, context: dict[str, Any], *, where: str) -> Any:
        """What an expression stands for, unprinted."""

        def found() -> Any:
            value = self._expression(expression)(**context)
            if isinstance(value, StrictUndefined):
                str(value)  # says what is missing
            return value

        return self._guarded(expression, found, where)

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
        except MISTAKES as error:
            raise TemplateError(f'{where}: {reason_of(error)}; look at "{_around(source)}"') from None


MISTAKES = (  # what a template may raise
    TemplateSyntaxError,
    TemplateRuntimeError,  # SecurityError and UndefinedError among them
    SyntaxError,  # Python's own: what Jinja makes of a text is nested too deep
    TypeError,
    ValueError,
    ArithmeticError,
    LookupError,
    AttributeError,
    RecursionError,
    AssertionError,
)


def reason_of(error: Exception) -> str:
    """What a writer of slides did wrong, in the writer's words."""
    if isinstance(error, TemplateSyntaxError):
        return str(error.message)
    if isinstance(error, UndefinedError):
        return _OURS.sub("there is no name", str(error.message))
    if isinstance(error, SecurityError):
        return f"not allowed in a slide file: {error}"
    if isinstance(error, (SyntaxError, RecursionError)):
        return f"{type(error).__name__}: it is nested too deep; write it flatter"
    return f"{type(error).__name__}: {error}"


def _around(source: str) -> str:
    at = max(0, source.find("{"))
    return source[max(0, at - 20) : at + 60].replace("\n", " ")


def _verdict_test(verdict: Verdict) -> Callable[[Any], bool]:
    return lambda value: getattr(value, "verdict", value) == verdict


def filters_of(press: Press) -> dict[str, Callable[..., Any]]:
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
        low, high = formats.span(i)
        return press.words.filled("print", "range", low=press.mark(i.low, low), high=press.mark(i.high, high))

    def times(n: Number) -> str:
        return press.words.filled(
            "print", "times", count_of=abs(n), n=formats.number(n.measurement, bare=True)
        )

    def plural(value: Any, *forms: str) -> str:
        return chosen(forms, abs(value), formats.locale)

    def genitive(value: Any) -> str:
        name = str(value)
        return formats.genitive(name, ends_in=name.rstrip(CLOSE)[-1:])

    def dated(act: Callable[[Any], str]) -> Callable[[Number], str]:
        def filtered(n: Number) -> str:
            if n.measurement.unit is not Unit.DATE:
                raise TypeError(f"{n.measurement.key} is no date")
            return act(n.measurement.day)

        return filtered

    def join_names(values: Iterable[Any]) -> str:
        return formats.names(str(v) for v in values)

    return {
        "bare": number(lambda n: formats.number(n.measurement, bare=True)),
        "percent": number(lambda n: formats.number(n.measurement, bare=True, force_percent=True)),
        "day": number(dated(formats.day)),
        "month": number(dated(formats.month)),
        "daymonth": number(dated(formats.day_month)),
        "times": number(times),
        "ordinal": number(lambda n: press.words.filled("print", "ordinal", n=formats.number(n.measurement))),
        "range": span,
        "word": lambda v: v.mid if isinstance(v, WordView) else str(v),
        "lower_first": lower_first,
        "upper_first": upper_first,
        "join_names": join_names,
        "plural": plural,
        "genitive": genitive,
        "own": own,
    }


def own(value: Any) -> str:
    """The text with its numbers marked as its author's own."""
    return DIGITS.sub(lambda found: marked(found.group(), OWN), str(value))


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
