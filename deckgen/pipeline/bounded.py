"""Calls one of deckgen's functions in a process of its own: bounded in time, memory and what it gives back.

For what strangers wrote and nothing else bounds. The child is told by pickle what to do, as that comes from
here; what it gives back is read as JSON and bytes, as it may come from anywhere.
"""

from __future__ import annotations

import io
import json
import os
import pickle
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any

from deckgen.errors import FitError, InputError, TemplateError
from deckgen.pipeline.resident import resident

Answer = tuple[Mapping[str, Any], bytes]  # what a bounded function gives: what JSON can hold, and bytes
_CHILD = Path(__file__).with_name("_bounded_child.py")
_NO_WINDOW: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # on Windows
_PAUSE_S = 0.02
_LOOK_S = 0.25  # how often memory is looked at, where the system does not bound it
_HEAD = 8  # bytes that say how long the JSON is
_MAX_SAID = 1_000_000
_MAX_LINE = 2_000
_ERRORS: Mapping[str, type[InputError]] = {e.__name__: e for e in (InputError, TemplateError, FitError)}
# keys and tokens stay here: whoever escapes from the sandbox of a template finds none
_ENVIRONMENT = (
    "PATH", "HOME", "USERPROFILE", "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "TEMP", "TMP", "TMPDIR", "APPDATA",
    "LOCALAPPDATA", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "MPLCONFIGDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME",
    "XDG_DATA_HOME", "XDG_DATA_DIRS", "FONTCONFIG_FILE", "FONTCONFIG_PATH", "LD_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH", "VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME", "PYTHONDONTWRITEBYTECODE",
    "PYTHONPYCACHEPREFIX",
)  # fmt: skip
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What a child may take. `memory`: its address space where the system bounds that, else what it holds."""

    time_s: float = 50.0
    memory: int = 2_000_000_000
    answer: int = 150_000_000


class ChildError(Exception):
    """What went wrong in the child, as it was printed there."""


def called(
    function: Callable[[Any], Answer], argument: object, *, about: str, bounds: Bounds | None = None
) -> Answer:
    """What the function gives; TemplateError when it takes more than it may. `about` begins the sentence."""
    bounds = bounds or Bounds()
    with tempfile.TemporaryFile() as asked, tempfile.TemporaryFile() as answer:
        _pickle(asked, (function, argument))
        end = _ended(asked, answer, bounds)
        if end is _Late:
            raise TemplateError(
                f"{about}: takes more than {bounds.time_s:.0f} seconds to draw; take out loops over long "
                "lists, large pictures, or slides drawn with very many shapes"
            )
        size = answer.seek(0, io.SEEK_END)
        if size > bounds.answer + _MAX_SAID:
            raise _too_large(about, bounds)
        answer.seek(0)
        said, body = _read(answer.read())
    if end is _Full or said.get("refused") == "memory":
        raise TemplateError(
            f"{about}: takes more than {bounds.memory // 1_000_000} MB of memory to draw; make its pictures "
            "smaller (File > Compress Pictures) and its slides simpler"
        )
    if said.get("refused") == "size":
        raise _too_large(about, bounds)
    if "refused" in said:
        _raise(about, said)
    if end != 0 or "told" not in said:
        raise TemplateError(
            f"{about}: the program that draws it broke off ({end}); save its master again in PowerPoint, "
            "and if that does not help, report it together with the template"
        )
    told = said["told"]
    return (told if isinstance(told, dict) else {}), body


class _Late:
    """The child was ended as it took too long."""


class _Full:
    """The child was ended as it took too much memory."""


def _ended(asked: IO[bytes], answer: IO[bytes], bounds: Bounds) -> int | type[_Late] | type[_Full]:
    """How the child ended: its code, or why it was made to end."""
    begun = looked = time.monotonic()
    process = subprocess.Popen(  # noqa: S603 - our own file, no shell, nothing of the stranger's in it
        [sys.executable, "-P", str(_CHILD), json.dumps(asdict(bounds))],
        stdin=asked,
        stdout=answer,
        stderr=subprocess.DEVNULL,
        creationflags=_NO_WINDOW,
        env={k: v for k, v in os.environ.items() if k.upper() in _ENVIRONMENT} | _ONE_THREAD,
    )
    try:
        while True:
            try:
                return process.wait(_PAUSE_S)
            except subprocess.TimeoutExpired:
                now = time.monotonic()
            if now - begun > bounds.time_s:
                return _Late
            if now - looked > _LOOK_S:
                looked = now
                if resident(process) > bounds.memory:
                    return _Full
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def _pickle(file: IO[bytes], value: object) -> None:
    pickler = pickle.Pickler(file)
    pickler.dispatch_table = {MappingProxyType: lambda m: (_mapping, (dict(m),))}
    pickler.dump(value)
    file.seek(0)


def _mapping(items: dict[Any, Any]) -> Mapping[Any, Any]:
    return MappingProxyType(items)


def _read(answer: bytes) -> tuple[dict[str, Any], bytes]:
    length = int.from_bytes(answer[:_HEAD], "big")
    try:
        said = json.loads(answer[_HEAD : _HEAD + length]) if 0 < length <= _MAX_SAID else {}
    except (ValueError, RecursionError):
        said = {}
    return (said if isinstance(said, dict) else {}), answer[_HEAD + length :]


def _raise(about: str, said: Mapping[str, Any]) -> None:
    """The error that the child met, of the same kind and in the same words."""
    kind, says, trace = (str(said.get(key, "")) for key in ("refused", "says", "trace"))
    line = one_line(says)
    if kind in _ERRORS:
        raise _ERRORS[kind](line)
    raise TemplateError(
        f"{about}: holds something that is not understood ({one_line(kind)}: {line[:200]}); save its master "
        "again in PowerPoint, and if that does not help, report it together with the template"
    ) from ChildError(trace)


def one_line(text: str) -> str:
    """Words of the child as a terminal may show them."""
    return "".join(c if c.isprintable() else " " for c in text[:_MAX_LINE])


def _too_large(about: str, bounds: Bounds) -> TemplateError:
    return TemplateError(
        f"{about}: its deck would be larger than {bounds.answer // 1_000_000} MB; make the pictures in its "
        "master smaller (File > Compress Pictures)"
    )
