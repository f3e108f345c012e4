"""What a template sets on a client's master: placeholders for slots, theme colours for roles, other fonts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeVar

from deckgen.model.deck import Role

V = TypeVar("V")
# The colours of a theme, as a file names them; slides may use no others.
THEME_SLOTS = (
    "dk1", "lt1", "dk2", "lt2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink",
    "folHlink",
)  # fmt: skip
ROLE_SLOTS = (
    *(s for s in THEME_SLOTS if s.startswith("accent")),
    "tx1",
    "tx2",
)  # what a role may be drawn in
NO_PLACEHOLDER = ""


def _none() -> Mapping[str, V]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Styling:
    """All of it; nothing set is the master as it is.

    `placeholders`: archetype -> slot -> index or name of a placeholder of its layout; empty = one of ours.
    `roles`: which theme colour a role is drawn in. `colours`: theme colour -> six hex digits.
    """

    placeholders: Mapping[str, Mapping[str, int | str]] = field(default_factory=_none, hash=False)
    roles: Mapping[Role, str] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    colours: Mapping[str, str] = field(default_factory=_none, hash=False)
    heading_font: str = ""
    body_font: str = ""

    @property
    def changes_theme(self) -> bool:
        return bool(self.colours or self.heading_font or self.body_font)


UNSTYLED = Styling()
