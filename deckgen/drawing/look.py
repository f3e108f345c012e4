"""Colours, family and language that a picture is drawn with: handed in from the theme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from deckgen.drawing.canvas import hexed, mixed
from deckgen.model.deck import Role

LABEL, SMALL = 14.0, 12.0  # as in native charts


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    palette: Mapping[Role, str]
    text_colour: str
    muted_colour: str
    family: str
    language: str
    ground_colour: str = "FFFFFF"

    def colour(self, role: Role) -> str:
        return hexed(self.palette.get(role, self.muted_colour))

    @property
    def text(self) -> str:
        return hexed(self.text_colour)

    @property
    def muted(self) -> str:
        return hexed(self.muted_colour)

    @property
    def rule(self) -> str:
        """Grid lines and axes: decoration, light."""
        return mixed(self.muted_colour, self.ground_colour, share=0.75)

    @property
    def ground(self) -> str:
        return hexed(self.ground_colour)
