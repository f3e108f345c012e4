"""A key that is typed goes into the keyring and nowhere else; what is no key, or no keyring, is told."""

from __future__ import annotations

from typing import Any

import pytest

from deckgen.pipeline.plugins import entries
from tests.cli.running import deckgen
from tests.end_to_end.client import Ran
from tests.rings import Forgetful, InMemory, Locked, with_ring

NAME = "DECKGEN_BRAVE_KEY"
KEY = "hush-hush-1234"
AT = ("deckgen", NAME)


@pytest.fixture
def ring() -> Any:
    with with_ring(InMemory()) as memory:
        yield memory


def login(*arguments: str, answers: str = f"{KEY}\n") -> Ran:
    return deckgen("sources", "login", *(arguments or ("brave_search",)), answers=answers)


def test_a_key_is_kept_in_the_keyring_and_shown_nowhere(ring: InMemory) -> None:
    ran = login()

    assert ran.code == 0, ran.err
    assert ring.kept == {AT: KEY}
    assert ran.out == (
        f"{NAME} is kept in the keyring (memory). Take it out with: deckgen sources logout brave_search\n"
    )
    assert "https://api-dashboard.search.brave.com/app/plans" in ran.err
    assert "Price: 0.005 USD a request, told before each run" in ran.err
    assert KEY not in ran.out + ran.err
    assert max(map(len, ran.err.splitlines())) <= 100


def test_at_a_terminal_the_key_is_asked_for_without_an_echo(
    ring: InMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[dict[str, Any]] = []

    def prompt(text: str, **options: Any) -> str:
        asked.append({"text": text, **options})
        return f" {KEY} "

    monkeypatch.setattr("deckgen.cli.actions.login.typer.prompt", prompt)
    monkeypatch.setattr("deckgen.cli.actions.login.is_terminal", lambda: True)

    assert login(answers="").code == 0
    assert asked[0]["hide_input"] is True
    assert ring.kept == {AT: KEY}


def test_a_key_of_two_parts_says_its_form_and_who_shares_it(ring: InMemory) -> None:
    formed = [e for e in entries() if e.credential and ":" in e.credential.form]
    if not formed:
        pytest.skip("no source takes a key of two parts")
    entry = formed[0]
    assert entry.credential is not None

    wrong = login(entry.key, answers="without-a-colon\n")
    right = login(entry.key, answers="identity:hush-hush-1234\n")

    assert wrong.code == 2
    assert f"does not have the form {entry.credential.form}; nothing was kept" in wrong.err
    assert right.code == 0, right.err
    assert f"Type it in the form {entry.credential.form}" in right.err
    assert ring.kept == {("deckgen", entry.credential.env): "identity:hush-hush-1234"}


@pytest.mark.parametrize("answer", ["", "\n", "hush hush\n", "hush\n", "hush\thush\n", "x" * 9_000])
def test_what_is_no_key_is_refused_and_nothing_is_kept(answer: str, ring: InMemory) -> None:
    ran = login(answers=answer)

    assert ran.code == 2
    assert ran.err.splitlines()[-1].startswith("deckgen: the key of Brave Search ")
    assert ran.err.endswith("; nothing was kept\n")
    assert "hush" not in ran.err
    assert ring.kept == {}


@pytest.mark.parametrize("name", ["hackernews", "gossip"])
def test_a_source_without_a_key_has_nothing_to_log_in_to(name: str, ring: InMemory) -> None:
    for command in ("login", "logout"):
        ran = deckgen("sources", command, name, answers=f"{KEY}\n")

        assert (ran.code, ring.kept) == (2, {})
        assert "needs no key" in ran.err or "There is no source 'gossip'" in ran.err


def test_without_a_keyring_the_line_for_the_env_file_is_named() -> None:
    ran = login()  # the tests' own keyring is the null one

    assert (ran.code, ran.out) == (73, "")
    assert ran.err == (
        f"deckgen: this system has no keyring; put the line {NAME}=... into a file .env beside brief.toml "
        "instead, and keep that file out of version control\n"
    )


@pytest.mark.parametrize(
    ("kind", "why"),
    [(Locked, "the keyring is locked"), (Forgetful, "the keyring forgot it at once")],
)
def test_a_keyring_that_does_not_keep_it_is_told(kind: type[InMemory], why: str) -> None:
    with with_ring(kind()):
        ran = login("brave_search", "-q")
        debug = login("brave_search", "-q", "--debug")

    assert (ran.code, ran.out) == (73, "")
    assert ran.err.startswith(
        f"deckgen: {NAME} was not kept: {why}; put the line {NAME}=... into a file .env"
    )
    assert KEY not in ran.err + debug.err


def test_a_nearer_place_is_told(ring: InMemory) -> None:
    ran = deckgen("sources", "login", "brave_search", answers=f"{KEY}\n", DECKGEN_BRAVE_KEY="other-hush")
    out = deckgen("sources", "logout", "brave_search", DECKGEN_BRAVE_KEY="other-hush")

    assert f"{NAME} is set in the environment as well, which goes before the keyring." in " ".join(
        ran.err.split()
    )
    assert "It is still set in the environment; take it out there too." in out.err
    assert "hush" not in ran.out + ran.err + out.out + out.err


def test_logging_out_takes_the_key_out(ring: InMemory) -> None:
    ring.kept[AT] = KEY

    ran = deckgen("sources", "logout", "brave_search")
    again = deckgen("sources", "logout", "brave_search")

    assert (ran.code, ran.out) == (0, f"{NAME} is taken out of the keyring\n")
    assert "It served: brave_search" in ran.err
    assert ring.kept == {}
    assert (again.code, again.out) == (2, "")
    assert f"{NAME} is not in the keyring" in again.err


def test_logging_out_of_a_locked_keyring_is_told() -> None:
    with with_ring(Locked()):
        ran = deckgen("sources", "logout", "brave_search")

    assert (ran.code, "is locked" in ran.err, KEY in ran.err) == (73, True, False)
