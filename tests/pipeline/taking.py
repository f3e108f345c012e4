"""What a bounded process may be asked to do, good and bad; it is imported there by its name."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from typing import Any

from deckgen import errors

Answer = tuple[dict[str, Any], bytes]


def echo(argument: Any) -> Answer:
    print("what a library prints is no answer")
    return {"was": repr(argument)}, b"body"


def sleep(seconds: float) -> Answer:
    time.sleep(seconds)
    return {}, b""


def take(size: int) -> Answer:
    return {"size": len(bytearray(size))}, b""


def give(size: int) -> Answer:
    return {}, bytes(size)


def end(code: int) -> Answer:
    os._exit(code)


def fail(kind: str) -> Answer:
    raise getattr(errors, kind, None) or KeyError("acme.potx: slide 3:\n\x1b[31m what is wrong")


def refuse(kind: str) -> Answer:
    raise getattr(errors, kind)("acme.potx: slide 3:\n\x1b[31m what is wrong")


def environment(_: None) -> Answer:
    return dict(os.environ), b""


def connect(_: None) -> Answer:
    socket.create_connection(("127.0.0.1", 9))
    return {}, b""


def start(_: None) -> Answer:
    subprocess.run([sys.executable, "-c", "pass"], check=True)
    return {}, b""
