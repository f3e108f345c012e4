"""The layout and places each archetype gets: by index on our own master, by what there is on a stranger's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from deckgen.errors import TemplateError
from deckgen.model.styling import UNSTYLED, Styling
from deckgen.outputs.pptx.choosing import Chooser
from deckgen.outputs.pptx.geometry import WIDE_ENOUGH, WITHOUT_FRAME
from deckgen.outputs.pptx.given import Given
from deckgen.outputs.pptx.layouts import Layout
from deckgen.outputs.pptx.master import Master
from deckgen.outputs.pptx.places import Place, places

_MOST_CHOICES = 3
_Key = tuple[str, tuple[str, ...]]


class Grounds:
    """Looks layouts up for one deck and remembers their places."""

    def __init__(self, master: Master, layouts: Mapping[str, str], styling: Styling = UNSTYLED) -> None:
        self._master, self._layouts = master, layouts
        self.is_foreign = not master.is_ours
        self._given = Given(styling=styling, where=master.where)
        self._given.check()
        if styling.roles and not self.is_foreign:
            role = next(iter(styling.roles))
            raise TemplateError(
                f"{master.where}: palette.{role} cannot be moved to another theme colour on a master of "
                "deckgen's own layouts, whose theme colours are the roles; change the colour itself, "
                'as accent1 = "0072BC"'
            )
        self.is_narrow = master.width < WIDE_ENOUGH
        self._chooser = Chooser(master, layouts, self._given) if self.is_foreign else None
        self._known: dict[_Key, tuple[Layout, Mapping[str, Place]]] = {}

    def of(self, archetype: str, only: tuple[str, ...] = ()) -> tuple[Layout, Mapping[str, Place]]:
        """The layout of an archetype and its places, or those of some slots on a slide of their own."""
        key = archetype, only
        if key not in self._known:
            if self._chooser is None:
                layout = self._master.layout(self._layouts.get(archetype, archetype))
                self._known[key] = (
                    layout,
                    places(
                        archetype, layout, self._master, given=self._given.placeholders(archetype, layout)
                    ),
                )
            else:
                ground = self._chooser.pick(archetype).ground
                layout = replace(ground.zones.layout, theme=ground.theme, sheet=ground.sheet_of(archetype))
                self._known[key] = layout, ground.places(archetype, only)
        return self._known[key]

    def choices(self, archetype: str) -> int:
        """How many layouts may be tried for an archetype: of content, its own and the roomiest."""
        if not self.is_foreign:
            return 1
        return _MOST_CHOICES if archetype in WITHOUT_FRAME else 2

    def next(self, archetype: str) -> None:
        """The one before was too small."""
        if self._chooser is not None and self.choices(archetype) > 1:
            self._chooser.skip(archetype)
            for key in [k for k in self._known if k[0] == archetype]:
                self._known.pop(key)
