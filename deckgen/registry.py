"""Folder is registry: finds the plugins that lie in a package folder, by file name."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from types import ModuleType
from typing import TypeVar

from deckgen.errors import InputError

T = TypeVar("T")


@cache
def names(package: str) -> tuple[str, ...]:
    """Keys of the plugins in `package`, sorted; a module that starts with an underscore is a helper."""
    path = importlib.import_module(package).__path__
    return tuple(sorted(m.name for m in pkgutil.iter_modules(path) if not m.name.startswith("_")))


def module(package: str, key: str) -> ModuleType:
    """The module of plugin `key`; InputError names the ones there are when it is unknown."""
    known = names(package)
    if key not in known:
        what = package.rsplit(".", 1)[-1]
        raise InputError(f"There is no '{key}' among the {what} of deckgen; use one of: {', '.join(known)}")
    return importlib.import_module(f"{package}.{key}")


def only(package: str, key: str, kind: type[T]) -> type[T]:
    """The one subclass of `kind` that module `key` defines itself; refuses, by name, what does not fit."""
    found = [
        v
        for v in vars(module(package, key)).values()
        if isinstance(v, type)
        and issubclass(v, kind)
        and v is not kind
        and v.__module__.startswith(f"{package}.{key}")
    ]
    if len(found) != 1:
        raise InputError(f"{package}.{key} must define exactly one {kind.__name__}, it defines {len(found)}")
    return found[0]
