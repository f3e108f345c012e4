"""Reads [sources.<key>] of the brief: on or off, base addresses, options, files beside the brief."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import islice
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from deckgen.model.brief import SourceSettings
from deckgen.parsing.fields import Fields, shown
from deckgen.pipeline.brief_plan import is_page

_WILD = frozenset("*?[")
_MOST_FILES = 500
_MOST_LOOKED_AT = 20_000


def read_sources(
    top: Fields, known: Mapping[str, Collection[str]], *, folder: Path
) -> dict[str, SourceSettings]:
    """Settings of the sources that the brief names; file options are expanded to paths within `folder`."""
    tables = top.table("sources")
    return {key: _settings(tables.table(key), known[key], folder) for key in tables.known(tuple(known))}


def _settings(table: Fields, options: Collection[str], folder: Path) -> SourceSettings:
    enabled = table.flag("enabled")
    bases = table.texts("base", longest=2000)
    for i, base in enumerate(bases, start=1):
        if not is_page(base) or "?" in base or "#" in base:
            table.problem(
                f"base.{i}", f'is "{shown(base)}"', "write an address like https://search.norrvind.example"
            )
    found = {}
    for option in options:
        if table.has(option):
            values = table.texts(option, needed="write a value or take the line out", longest=1000)
            found[option] = tuple(_files(table, option, values, folder)) if _is_file(option) else values
    table.finish()
    return SourceSettings(
        enabled=enabled, bases=tuple(b.rstrip("/") for b in bases), options=MappingProxyType(found)
    )


def _is_file(option: str) -> bool:
    """Options that name files are called "file" or "files", or end so."""
    return option.rsplit("_", 1)[-1] in {"file", "files"}


def _files(table: Fields, option: str, patterns: tuple[str, ...], folder: Path) -> Iterator[str]:
    seen: set[str] = set()
    for i, written in enumerate(patterns, start=1):
        key = option if len(patterns) == 1 else f"{option}.{i}"
        pattern = written.replace("\\", "/")
        parts = PurePosixPath(pattern).parts
        if pattern.startswith(("/", "~")) or ":" in pattern or ".." in parts:
            table.problem(
                key,
                f'is "{shown(written)}", outside the folder of the brief',
                "move the file beside brief.toml",
            )
            continue
        paths = _matching(folder, pattern)
        if not paths:
            table.problem(key, f'is "{shown(written)}", and there is no such file', _ADVICE)
        if len(paths) > _MOST_FILES:
            table.problem(key, f"matches more than {_MOST_FILES} files", "name a folder of its own for them")
            continue
        for path in paths:
            if path not in seen:
                seen.add(path)
                yield path


_ADVICE = "check the name; paths count from the folder of brief.toml"


def _matching(folder: Path, pattern: str) -> list[str]:
    """Files within the folder, sorted; links that lead out of it are no match."""
    try:
        home = folder.resolve()
        looked = folder.glob(pattern) if _WILD & set(pattern) else iter((folder / pattern,))
        return sorted(
            path.relative_to(folder).as_posix()
            for path in islice(looked, _MOST_LOOKED_AT)
            if path.is_file() and path.resolve().is_relative_to(home)
        )
    except (ValueError, OSError, NotImplementedError, RecursionError):
        return []
