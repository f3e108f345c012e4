"""Run as a program of its own, with bounds: does what `bounded` asks for on standard input, answers in JSON.

Whatever a stranger's template makes of it - take minutes, or gigabytes - ends with this process.
"""

from __future__ import annotations

import contextlib
import faulthandler
import importlib
import json
import os
import pickle
import sys
import traceback
import warnings
from pathlib import Path
from typing import IO, Any

_HEAD = 8
_MAX_TRACE = 20_000
_GRACE_S = 5
_FONT_LISTS = {"fc-list", "system_profiler"}  # what matplotlib asks for the fonts there are


def main() -> None:
    """Bounds as JSON in the first argument; the answer is {"told": ...} and bytes, or {"refused": kind}."""
    bounds = json.loads(sys.argv[1])
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever a library prints is no answer
    _bound(bounds)
    warnings.simplefilter("ignore")
    root = str(Path(__file__).resolve().parents[2])
    if root not in sys.path:
        sys.path.append(root)
    said: dict[str, Any]
    body = b""
    try:
        function, argument = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by the process that started us
        sys.addaudithook(_stay_inside)
        told, body = function(argument)
        said = {"told": told} if len(body) <= bounds["answer"] else {"refused": "size"}
    except MemoryError:
        said = {"refused": "memory"}
    except Exception as error:
        said = {
            "refused": type(error).__name__,
            "says": str(error)[:_MAX_TRACE],
            "trace": traceback.format_exc()[-_MAX_TRACE:],
        }
    _answer(out, said, b"" if "refused" in said else body)


def _answer(out: IO[bytes], said: dict[str, Any], body: bytes) -> None:
    head = json.dumps(said).encode()
    with out:
        out.write(len(head).to_bytes(_HEAD, "big") + head)
        out.write(body)


def _bound(bounds: dict[str, Any]) -> None:
    """Bounds that hold even where nobody looks any more; a system without one leaves it to who started us."""
    seconds = int(bounds["time_s"]) + _GRACE_S
    faulthandler.dump_traceback_later(seconds, exit=True)
    with contextlib.suppress(ImportError):
        resource = importlib.import_module("resource")
        for name, most in (
            ("RLIMIT_AS", bounds["memory"]),
            ("RLIMIT_CPU", seconds),
            ("RLIMIT_FSIZE", bounds["answer"] + 2_000_000),
            ("RLIMIT_CORE", 0),
        ):
            with contextlib.suppress(AttributeError, ValueError, OSError):
                resource.setrlimit(getattr(resource, name), (most, most))


def _stay_inside(event: str, arguments: tuple[Any, ...]) -> None:
    """Nothing that draws a deck asks the network or starts a program; a way to do so would be a mistake."""
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto", "os.system", "os.exec"):
        raise PermissionError(f"a template asked for {event}")
    if event == "subprocess.Popen" and Path(os.fsdecode(arguments[0] or "")).stem not in _FONT_LISTS:
        raise PermissionError("a template asked for a program")


if __name__ == "__main__":
    main()
