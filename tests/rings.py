"""Keyrings for tests: one in memory, one that is locked, one that never answers; nobody's own is touched."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import keyring
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError


class InMemory(KeyringBackend):
    """Keeps keys as long as the test runs; `asked` holds the names that were looked up."""

    priority = 1  # type: ignore[assignment]
    name = "memory"  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.asked: list[str] = []

    def get_password(self, service: str, username: str) -> str | None:
        self.asked.append(username)
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.kept:
            raise PasswordDeleteError(username)
        del self.kept[service, username]


class Locked(InMemory):
    """Refuses everything, with a text that nobody should see."""

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("hush-hush-1234 stands in this text")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked(f"{password} stands in this text")


class Broken(InMemory):
    """A backend with a mistake of its own."""

    def get_password(self, service: str, username: str) -> str | None:
        raise ZeroDivisionError("hush-hush-1234")


class Forgetful(InMemory):
    """Takes everything and keeps nothing."""

    def set_password(self, service: str, username: str, password: str) -> None:
        return


class Silent(InMemory):
    """Waits for a window that nobody sees."""

    def __init__(self) -> None:
        super().__init__()
        self.is_over = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.is_over.wait(30)
        return None


@contextmanager
def with_ring(ring: KeyringBackend) -> Iterator[KeyringBackend]:
    """The keyring for the time of the block."""
    before = keyring.get_keyring()
    keyring.set_keyring(ring)
    try:
        yield ring
    finally:
        keyring.set_keyring(before)


class OnDisk(InMemory):
    """For programs that a test starts: what the file in TEST_RING holds."""

    def get_password(self, service: str, username: str) -> str | None:
        kept: dict[str, str] = json.loads(Path(os.environ["TEST_RING"]).read_text(encoding="utf-8"))
        return kept.get(f"{service} {username}")
