"""The system's keyring: asked for at most a few seconds, and whatever it raises is one sentence."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import keyring
from keyring.backends import fail, null
from keyring.errors import KeyringLocked, NoKeyringError, PasswordDeleteError

from deckgen.errors import CannotWriteError, InputError

T = TypeVar("T")
SERVICE = "deckgen"
PATIENCE_S = 20.0  # long enough to unlock it in a window, short enough for a run at night
_ELSEWHERE = "keys in the environment and in .env are used"


class RingError(Exception):
    """Why the keyring gave nothing; the sentence holds no key."""


def kept_keys(names: Sequence[str]) -> tuple[Mapping[str, str], str]:
    """What the keyring holds of these names, and why it could not be asked (empty: it could)."""

    def look() -> dict[str, str]:
        ring = keyring.get_keyring()
        found = ((name, ring.get_password(SERVICE, name)) for name in names)
        return {name: key for name, key in found if key}

    try:
        return _within(PATIENCE_S, look), ""
    except RingError as error:
        return {}, f"{error}; only {_ELSEWHERE}"


def why_unusable() -> str:
    """Why no key can be kept here; empty when one can."""
    try:
        ring = _within(PATIENCE_S, keyring.get_keyring)
    except RingError as error:
        return str(error)
    return "this system has no keyring" if isinstance(ring, fail.Keyring | null.Keyring) else ""


def keep(name: str, key: str) -> str:
    """Keeps the key and reads it back; gives the keyring's name. CannotWriteError when it was not kept."""

    def write() -> tuple[bool, str]:
        ring = keyring.get_keyring()
        ring.set_password(SERVICE, name, key)
        return ring.get_password(SERVICE, name) == key, ring.name

    try:
        is_kept, ring_name = _within(PATIENCE_S, write)
    except RingError as error:
        raise CannotWriteError(f"{name} was not kept: {error}; {advice(name)}") from None
    if not is_kept:
        raise CannotWriteError(f"{name} was not kept: the keyring forgot it at once; {advice(name)}")
    return ring_name


def forget(name: str) -> None:
    """Takes the key out; InputError when there is none."""

    def remove() -> bool:
        ring = keyring.get_keyring()
        if ring.get_password(SERVICE, name) is None:
            return False
        ring.delete_password(SERVICE, name)
        return True

    try:
        is_removed = _within(PATIENCE_S, remove)
    except RingError as error:
        raise CannotWriteError(
            f"{name} was not taken out: {error}; unlock the keyring and try again"
        ) from None
    if not is_removed:
        raise InputError(f"{name} is not in the keyring; look with 'deckgen sources' where it is set")


def advice(name: str) -> str:
    """What to do where there is no keyring."""
    return (
        f"put the line {name}=... into a file .env beside brief.toml instead, "
        "and keep that file out of version control"
    )


def _within(seconds: float, do: Callable[[], T]) -> T:
    """The result, or RingError: some keyrings wait for ever for a window that nobody sees."""
    done: list[T] = []
    failed: list[BaseException] = []

    def work() -> None:
        try:
            done.append(do())
        except BaseException as error:
            failed.append(error)

    # A thread that ends with the program: there is no other way to leave a call that hangs.
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(seconds)
    if done:
        return done[0]
    raise RingError(_why(failed[0]) if failed else f"the keyring did not answer within {seconds:.0f} seconds")


def _why(error: BaseException) -> str:
    """By the kind of error alone: its text is the keyring's own and might hold anything."""
    if isinstance(error, NoKeyringError):
        return "this system has no keyring"
    if isinstance(error, KeyringLocked):
        return "the keyring is locked"
    if isinstance(error, PasswordDeleteError):
        return "the keyring refused"
    return f"the keyring cannot be used ({type(error).__name__})"
