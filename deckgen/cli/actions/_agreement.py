"""Tells what a run may cost and on which terms, and asks whether to go on, before any source is asked."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from decimal import Decimal

import typer

from deckgen.cli.actions._money import money
from deckgen.cli.actions._terminal import is_terminal
from deckgen.errors import InputError
from deckgen.pipeline.costs import Agree, Due

_WIDTH = 80
_MARGIN = " " * 6


def agreement(*, is_agreed: bool, quiet: bool) -> Agree:
    """Asks when somebody sits there; without a terminal, what the brief switched on and costs needs --yes.

    A source that is on by itself and has a price was agreed to by setting its key: it is told, as are terms.
    """

    def agree(dues: tuple[Due, ...]) -> None:
        is_asking = not is_agreed and is_terminal()
        if dues and (is_asking or not quiet):
            tell(dues)
        chosen = [due.entry.key for due in dues if due.price and not due.entry.is_on]
        if is_asking and dues:
            if not typer.confirm("Go on?", default=False, err=True):
                names = ", ".join(f"[sources.{due.entry.key}]" for due in dues)
                raise InputError(
                    f"nothing was asked; to go without, write enabled = false under {names} in the brief"
                )
        elif chosen and not is_agreed:
            raise InputError(
                f"{', '.join(chosen)}: costs money ({total(dues)}) and nobody is there to agree; "
                "run again with --yes, or write enabled = false under it in the brief"
            )
        if not quiet:
            typer.echo("Asking the sources", err=True)

    return agree


def total(dues: Sequence[Due]) -> str:
    """The most that all of them cost together, by currency."""
    sums: dict[str, Decimal] = {}
    for due in dues:
        if due.price and due.most_cost is not None:
            sums[due.price.currency] = sums.get(due.price.currency, Decimal(0)) + due.most_cost
    return "at most " + " and ".join(f"{money(most)} {currency}" for currency, most in sums.items())


def tell(dues: Sequence[Due]) -> None:
    """Cost and terms of each source."""
    typer.echo("Before anything is asked:", err=True)
    for due in dues:
        typer.echo(f"  {due.entry.title}: {_cost(due)}", err=True)
        for line in textwrap.wrap(
            f"terms: {due.entry.terms}",
            _WIDTH,
            initial_indent=_MARGIN,
            subsequent_indent=_MARGIN,
            break_long_words=False,
            break_on_hyphens=False,
        ):
            typer.echo(line, err=True)
    if sum(1 for due in dues if due.price) > 1:
        typer.echo(f"  Together {total(dues)}", err=True)


def _cost(due: Due) -> str:
    if due.price is None or due.most_cost is None:
        return "is asked on terms that you should know"
    price = f"{money(due.price.per_request)} {due.price.currency}"
    return (
        f"at most {due.most_requests:,} requests x {price} = "
        f"at most {money(due.most_cost)} {due.price.currency}"
    )
