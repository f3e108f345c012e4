"""What a template sets on a master: its theme's colours and fonts rewritten, its placeholders found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from deckgen.errors import TemplateError
from deckgen.model.styling import UNSTYLED, Styling
from deckgen.outputs.pptx import geometry
from deckgen.outputs.pptx.elements import document, el, name, parsed
from deckgen.outputs.pptx.layouts import FOOT, TITLES, Layout, Placeholder

_THEMES = "ppt/theme/theme"


def restyled_themes(parts: Mapping[str, bytes], styling: Styling) -> dict[str, bytes]:
    """The parts of a package, its themes with the template's colours and fonts."""
    if not styling.changes_theme:
        return dict(parts)
    return {
        member: _restyled(blob, styling) if member.startswith(_THEMES) and member.endswith(".xml") else blob
        for member, blob in parts.items()
    }


def _restyled(blob: bytes, styling: Styling) -> bytes:
    theme = parsed(blob)
    scheme = theme.find(f".//{name('a:clrScheme')}")
    for slot, colour in styling.colours.items():
        entry = scheme.find(name(f"a:{slot}")) if scheme is not None else None
        if entry is not None:
            for old in list(entry):
                entry.remove(old)
            entry.append(el("a:srgbClr", val=colour))
    for tag, family in (("a:majorFont", styling.heading_font), ("a:minorFont", styling.body_font)):
        latin: Any = theme.find(f".//{name(tag)}/{name('a:latin')}")
        if latin is not None and family:
            latin.set("typeface", family)
            for metric in ("panose", "pitchFamily", "charset"):  # of the face that stood there
                latin.attrib.pop(metric, None)
    return document(theme)


@dataclass(frozen=True, kw_only=True)
class Given:
    """The placeholders that a template names for the slots of archetypes."""

    styling: Styling = UNSTYLED
    where: str = ""
    _found: dict[tuple[str, int], Mapping[str, Placeholder | None]] = field(
        default_factory=dict, compare=False, repr=False
    )

    def placeholders(self, archetype: str, layout: Layout) -> Mapping[str, Placeholder | None]:
        """By slot, the placeholder of a layout, None for none; TemplateError where there is no such one."""
        key = archetype, layout.number
        if key not in self._found:
            wanted = self.styling.placeholders.get(archetype, {})
            self._found[key] = {slot: self._one(archetype, slot, w, layout) for slot, w in wanted.items()}
        return self._found[key]

    def check(self) -> None:
        """Refuses archetypes and slots that do not exist."""
        for archetype, slots in self.styling.placeholders.items():
            if archetype not in geometry.ARCHETYPES:
                raise TemplateError(
                    f"{self.where}: [placeholders.{archetype}] names no archetype; use one of: "
                    f"{', '.join(geometry.ARCHETYPES)}"
                )
            known = [s for s in geometry.slots(archetype) if s != "title"]
            for slot in slots:
                if slot not in known:
                    raise TemplateError(
                        f"{self.where}: placeholders.{archetype}.{slot} names no slot; '{archetype}' has: "
                        f"{', '.join(known)}"
                    )

    def _one(self, archetype: str, slot: str, wanted: int | str, layout: Layout) -> Placeholder | None:
        if wanted == "":
            return None
        free = [p for p in layout.every if p.kind not in TITLES | FOOT]
        found = [p for p in free if wanted == (p.idx if isinstance(wanted, int) else p.title)]
        if not found and isinstance(wanted, str):
            found = [p for p in free if p.title.casefold() == wanted.casefold()]
        if len(found) != 1:
            known = ", ".join(f"{p.idx} '{p.title}'" for p in free) or "none"
            what = "has no such placeholder" if not found else f"has {len(found)} of them"
            raise TemplateError(
                f"{self.where}: placeholders.{archetype}.{slot} is '{wanted}', but the layout "
                f"'{layout.title}' {what}; it has: {known}"
            )
        return found[0]


NOTHING_GIVEN = Given()
