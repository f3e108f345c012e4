"""What is told of a template: how much it matters, what it is about, which sentence it fills."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum


class Level(IntEnum):
    """How much an issue matters."""

    STOPS = 0  # no deck can be built, or not this slide
    MEND = 1  # a deck is built, but not as it should be
    KNOW = 2  # deckgen has a way around it


class Topic(StrEnum):
    MAPPING = "mapping"
    ROOM = "room"
    FONTS = "fonts"
    COLOURS = "colours"
    PAINT = "paint"
    SAMPLES = "samples"
    SLIDES = "slides"
    SETTINGS = "settings"
    TRANSLATIONS = "translations"


Facts = Mapping[str, str | int | float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One finding about a template; `code` says what, `facts` fill the sentence."""

    level: Level
    topic: Topic
    code: str
    facts: Facts = field(default_factory=dict)
