"""Before anything is asked, cost and terms are told; without somebody to agree, --yes is needed."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import typer

from deckgen.cli.actions import _agreement
from deckgen.cli.actions._agreement import agreement
from deckgen.cli.actions._money import money
from deckgen.errors import InputError
from deckgen.model.source import Price
from deckgen.pipeline.costs import Due
from tests.cli.running import deckgen
from tests.end_to_end.client import a_folder, brief_of
from tests.toy import an_entry

Answer = Callable[[str], list[str]]
TERMS = "Results may be shown for thirty days; the name of the service stands beside them in every place."
KEY = "hush-hush-1234"


def a_due(key: str = "serp", *, price: str | None = "0.01", currency: str = "USD", **changes: Any) -> Due:
    cost = Price(per_request=Decimal(price), currency=currency) if price else None
    entry = an_entry(key, **{"terms": TERMS, "is_on": False, "price": cost, **changes})
    return Due(entry=entry, most_requests=40)


@pytest.fixture
def at_terminal(monkeypatch: pytest.MonkeyPatch) -> Answer:
    """Somebody sits there and answers; gives the questions that were put."""
    asked: list[str] = []

    def answer(word: str) -> list[str]:
        def confirm(text: str, **options: Any) -> bool:
            asked.append(text)
            assert options == {"default": False, "err": True}
            return word == "y"

        monkeypatch.setattr(_agreement, "is_terminal", lambda: True)
        monkeypatch.setattr(typer, "confirm", confirm)
        return asked

    return answer


def test_cost_and_terms_are_told_and_the_run_goes_on_when_agreed(
    at_terminal: Answer, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = at_terminal("y")

    agreement(is_agreed=False, quiet=False)((a_due(), a_due("kagi", price="0.0125", currency="EUR")))

    said = capsys.readouterr().err
    assert asked == ["Go on?"]
    assert "  Serp: at most 40 requests x 0.01 USD = at most 0.40 USD\n" in said
    assert "  Kagi: at most 40 requests x 0.0125 EUR = at most 0.50 EUR\n" in said
    assert f"terms: {TERMS}" in " ".join(said.split())
    assert "  Together at most 0.40 USD and 0.50 EUR\n" in said
    assert said.endswith("Asking the sources\n")
    assert max(map(len, said.splitlines())) <= 80


def test_who_does_not_agree_is_told_how_to_go_without(
    at_terminal: Answer, capsys: pytest.CaptureFixture[str]
) -> None:
    at_terminal("n")

    with pytest.raises(InputError, match=r"nothing was asked; .* enabled = false under \[sources.serp\]"):
        agreement(is_agreed=False, quiet=True)((a_due(),))

    assert "at most 0.40 USD" in capsys.readouterr().err  # a question needs to be understood, also when quiet


def test_terms_alone_are_told_and_asked_about_at_a_terminal(
    at_terminal: Answer, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = at_terminal("y")

    agreement(is_agreed=False, quiet=False)((a_due("news", price=None, shows_terms=True),))

    assert asked == ["Go on?"]
    assert "  News: is asked on terms that you should know\n" in capsys.readouterr().err


def test_nothing_due_asks_nothing(at_terminal: Answer, capsys: pytest.CaptureFixture[str]) -> None:
    asked = at_terminal("n")

    agreement(is_agreed=False, quiet=False)(())

    assert (asked, capsys.readouterr().err) == ([], "Asking the sources\n")


def test_yes_agrees_without_a_question(at_terminal: Answer, capsys: pytest.CaptureFixture[str]) -> None:
    asked = at_terminal("n")

    agreement(is_agreed=True, quiet=False)((a_due(),))
    told = capsys.readouterr().err
    agreement(is_agreed=True, quiet=True)((a_due(),))

    assert asked == []
    assert "at most 0.40 USD" in told
    assert capsys.readouterr().err == ""


def test_without_a_terminal_what_the_brief_switched_on_and_costs_needs_yes() -> None:
    with pytest.raises(InputError) as error:
        agreement(is_agreed=False, quiet=True)((a_due(), a_due("news", price=None, shows_terms=True)))

    assert str(error.value) == (
        "serp: costs money (at most 0.40 USD) and nobody is there to agree; "
        "run again with --yes, or write enabled = false under it in the brief"
    )


def test_without_a_terminal_terms_and_a_key_that_was_set_for_it_are_only_told(
    capsys: pytest.CaptureFixture[str],
) -> None:
    own = a_due("brave", is_on=True)

    agreement(is_agreed=False, quiet=False)((own, a_due("news", price=None, shows_terms=True)))

    said = capsys.readouterr().err
    assert "  Brave: at most 40 requests x 0.01 USD = at most 0.40 USD\n" in said
    assert "  News: is asked on terms that you should know\n" in said


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        ("0.005", "0.005"),
        ("0.10", "0.10"),
        ("2", "2.00"),
        ("0.0600", "0.06"),
        ("1E+2", "100.00"),
        ("0", "0.00"),
    ],
)
def test_money_has_two_decimals_or_as_many_as_it_needs(amount: str, written: str) -> None:
    assert money(Decimal(amount)) == written


@pytest.mark.parametrize("command", ["build", "collect"])
@pytest.mark.parametrize("answer", ["n\n", "\n", ""])
def test_a_run_that_is_not_agreed_to_asks_nobody_and_leaves_no_archive(
    command: str, answer: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_agreement, "is_terminal", lambda: True)
    folder = a_folder(tmp_path, brief_of("http://127.0.0.1:9", only=("brave_search",)))

    ran = deckgen(command, folder, answers=answer, DECKGEN_BRAVE_KEY=KEY)

    assert (ran.code, str(folder) in ran.out) == (2 if answer else 130, False)
    assert "  Brave Search: at most 20 requests x 0.005 USD = at most 0.10 USD\n" in ran.err
    assert "Go on? [y/N]:" in ran.err
    assert "Asking the sources" not in ran.err
    assert KEY not in ran.err
    assert not (folder / "evidence").exists()
