"""The chains of names in a parsed text: `a.b.c`, `a['b']`, and the words around a place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jinja2 import nodes

from deckgen.parsing.shortening import shortened

_SHOWN = 60


def chains(tree: nodes.Node) -> Iterator[tuple[str, ...]]:
    """Every `a.b.c` and `a['b']`, the longest of each only."""
    every: tuple[Any, ...] = tuple(tree.find_all((nodes.Getattr, nodes.Getitem)))
    inner = {id(n.node) for n in every}
    for node in every:
        if id(node) not in inner:
            chain = names(node) or _longest(node)
            if chain:
                yield chain


def _longest(node: Any) -> tuple[str, ...]:
    """The beginning of a chain that goes on by a number, a slice or a call."""
    while isinstance(node, nodes.Getattr | nodes.Getitem):
        node = node.node
        if found := names(node):
            return found
    return ()


def names(node: Any) -> tuple[str, ...]:
    match node:
        case nodes.Name():
            return (str(node.name),)
        case nodes.Getattr():
            before = names(node.node)
            return (*before, node.attr) if before else ()
        case nodes.Getitem(arg=nodes.Const(value=str() as key)):
            before = names(node.node)
            return (*before, key) if before else ()
    return ()


def words_around(text: str, word: str) -> str:
    """The words around a place: from the beginning of its tag, or a little before."""
    at = max(0, text.find(word))
    start = max(text.rfind(mark, 0, at) for mark in ("{{", "{%"))
    begin = start if 0 <= at - start <= _SHOWN // 2 else max(0, at - _SHOWN // 3)
    return shortened(" ".join(text[begin:].split()), _SHOWN)
