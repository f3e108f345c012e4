"""Evaluates what slide files nearly always say straight from Jinja's own syntax tree, without compiling it.

Jinja makes a Python module of each string; a deck has three hundred, most used once, and compiling them
took a tenth of a build. Names, attributes, plain filters and tests, comparisons and `if` become
functions here; what holds anything else is left to Jinja. Attributes and items are read through the
environment, so its sandbox and its undefined names stay as they are.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from jinja2 import Environment, TemplateSyntaxError, nodes

Context = Mapping[str, Any]
Value = Callable[[Context], Any]
_OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "lteq": operator.le,
    "gt": operator.gt,
    "gteq": operator.ge,
    "in": lambda item, whole: item in whole,
    "notin": lambda item, whole: item not in whole,
}


class _Beyond(Exception):  # noqa: N818 - no error: the string is left to Jinja
    """This is not evaluated here."""


def text_of(environment: Environment, source: str) -> Callable[[Context], str] | None:
    """A function that renders the source; None when Jinja has to compile it."""
    try:
        return _Evaluator(environment).block(environment.parse(source).body)
    except (_Beyond, TemplateSyntaxError):
        return None


def value_of(environment: Environment, expression: str) -> Value | None:
    """A function that gives the value of an expression; None when Jinja has to compile it."""
    try:
        body = environment.parse(f"{{{{ {expression} }}}}").body
        if len(body) != 1 or not isinstance(body[0], nodes.Output) or len(body[0].nodes) != 1:
            return None
        return _Evaluator(environment).value(body[0].nodes[0])
    except (_Beyond, TemplateSyntaxError):
        return None


class _Evaluator:
    def __init__(self, environment: Environment) -> None:
        self._environment = environment

    def block(self, body: Sequence[nodes.Node]) -> Callable[[Context], str]:
        parts = [part for node in body for part in self._statement(node)]
        if len(parts) == 1:
            return parts[0]
        return lambda context: "".join([part(context) for part in parts])

    def _statement(self, node: nodes.Node) -> list[Callable[[Context], str]]:
        if isinstance(node, nodes.Output):
            return [self._printed(part) for part in node.nodes]
        if isinstance(node, nodes.If):
            return [self._if(node)]
        raise _Beyond

    def _printed(self, node: nodes.Expr) -> Callable[[Context], str]:
        if isinstance(node, nodes.TemplateData):
            words = node.data
            return lambda context: words
        value = self.value(node)
        return lambda context: str(value(context))

    def _if(self, node: nodes.If) -> Callable[[Context], str]:
        branches = [(self.value(one.test), self.block(one.body)) for one in (node, *node.elif_)]
        rest = self.block(node.else_)

        def chosen(context: Context) -> str:
            return next((block for test, block in branches if test(context)), rest)(context)

        return chosen

    def value(self, node: nodes.Node) -> Value:
        """What an expression stands for."""
        match node:
            case nodes.Const():
                constant = node.value
                return lambda context: constant
            case nodes.Name():
                return self._name(node.name)
            case nodes.Getattr():
                read, owner, attribute = self._environment.getattr, self.value(node.node), node.attr
                return lambda context: read(owner(context), attribute)
            case nodes.Getitem():
                item, whole, key = self._environment.getitem, self.value(node.node), self.value(node.arg)
                return lambda context: item(whole(context), key(context))
            case nodes.Filter() if node.node is not None:
                return self._called(self._environment.filters, node, node.node)
            case nodes.Test():
                return self._called(self._environment.tests, node, node.node)
            case nodes.Not():
                negated = self.value(node.node)
                return lambda context: not negated(context)
            case nodes.And() | nodes.Or():
                left, right = self.value(node.left), self.value(node.right)
                if isinstance(node, nodes.And):
                    return lambda context: left(context) and right(context)
                return lambda context: left(context) or right(context)
            case nodes.Compare() if len(node.ops) == 1:
                compare = _OPERATORS[node.ops[0].op]
                one, other = self.value(node.expr), self.value(node.ops[0].expr)
                return lambda context: compare(one(context), other(context))
            case _:
                raise _Beyond

    def _name(self, name: str) -> Value:
        environment = self._environment
        if name in environment.globals or name in {"self", "loop", "caller", "super"}:
            raise _Beyond

        def found(context: Context) -> Any:
            return context[name] if name in context else environment.undefined(name=name)

        return found

    def _called(
        self, known: Mapping[str, Any], node: nodes.Filter | nodes.Test, subject: nodes.Node
    ) -> Value:
        act = known.get(node.name)
        # Those that want more than the value (`jinja_pass_arg`) get it from Jinja.
        if act is None or hasattr(act, "jinja_pass_arg") or node.kwargs or node.dyn_args or node.dyn_kwargs:
            raise _Beyond
        value, arguments = self.value(subject), [self.value(argument) for argument in node.args]
        if not arguments:
            return lambda context: act(value(context))
        return lambda context: act(value(context), *(argument(context) for argument in arguments))
