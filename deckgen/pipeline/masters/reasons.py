"""The reason of a choice in plain words, from reasons.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from deckgen.outputs.pptx.choosing import Reason
from deckgen.outputs.pptx.mapping import Choice


def reason(choice: Choice) -> str:
    """Why a layout was chosen."""
    words = _words()
    figures = {name: f"{value:.0f}" for name, value in choice.figures.items()}
    key = choice.reason.value
    if choice.reason is Reason.PLACEHOLDERS and choice.figures.get("placeholders", 1.0) <= 0:
        key = "fewest-empty"
    told = words["reason"][key].format_map({"free_area": "?", **figures})
    others = [name for name, _ in choice.runners_up if name != choice.layout]
    if others and choice.reason not in {Reason.GIVEN, Reason.ONLY_ONE}:
        told = f"{told}; {words['also']['runner_up'].format(name=_short(others[0]))}"
    return told


def purpose(archetype: str) -> str:
    """What an archetype shows."""
    return _words()["archetype"][archetype]


def _short(name: str) -> str:
    return " ".join(name.split())


@cache
def _words() -> dict[str, dict[str, str]]:
    text = files("deckgen.pipeline.masters").joinpath("reasons.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
