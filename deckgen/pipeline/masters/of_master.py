"""What is to be told of a master: its mapping, room in its placeholders, fonts, colours, sample slides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from deckgen.model.deck import Role
from deckgen.model.designed import DesignedShape, DesignedSlide
from deckgen.outputs.pptx import geometry
from deckgen.outputs.pptx.capacity import Tried
from deckgen.outputs.pptx.inspecting import MasterFacts
from deckgen.outputs.pptx.master import opened
from deckgen.outputs.pptx.master import plain as plain_name
from deckgen.pipeline.masters.issues import Facts, Issue, Level, Topic
from deckgen.templating.designed_names import MASTER, asked, called, find
from deckgen.templating.designed_tags import TagError
from deckgen.templating.known import nearest
from deckgen.templating.template import Template

_SMALL_TITLE, _SMALL_TEXT = 18.0, 12.0


def given(template: Template) -> tuple[dict[str, str], tuple[Issue, ...]]:
    """The layouts that the template names and the master has; and those that it lacks."""
    titles = [item.title for item in opened(template.master).layouts]
    there = {plain_name(t) for t in titles}
    usable: dict[str, str] = {}
    lost: list[Issue] = []
    facts: Facts
    for archetype, title in template.layouts.items():
        if archetype not in geometry.ARCHETYPES:
            near = nearest(archetype, geometry.ARCHETYPES)
            facts = {"archetype": archetype, "nearest": near, "known": ", ".join(geometry.ARCHETYPES)}
            lost.append(Issue(level=Level.MEND, topic=Topic.MAPPING, code="no-archetype", facts=facts))
        elif plain_name(title) in there or title == archetype:
            usable[archetype] = title
        else:
            facts = {
                "archetype": archetype,
                "layout": title,
                "nearest": nearest(title, titles),
                "known": ", ".join(dict.fromkeys(titles)),
            }
            lost.append(Issue(level=Level.STOPS, topic=Topic.MAPPING, code="no-layout", facts=facts))
    return usable, tuple(lost)


def of_mapping(facts: MasterFacts) -> Iterator[Issue]:
    """The remarks on the master that are about its layouts and placeholders."""
    users: dict[str, list[str]] = {}
    for choice in facts.choices:
        users.setdefault(choice.layout, []).append(choice.archetype)
    for remark in facts.remarks:
        level, topic = _REMARKS.get(remark.code.value, (None, Topic.MAPPING))
        if level is not None:
            told: Facts = {
                "layout": remark.layout,
                "placeholder": remark.placeholder,
                "detail": remark.detail,
                "archetypes": ", ".join(users.get(remark.layout, ())),
                **remark.figures,
            }
            if set(users.get(remark.layout, ("x",))) <= geometry.WITHOUT_FRAME and remark.code.value in _FEET:
                continue  # covers and dividers have neither footer nor number
            yield Issue(level=level, topic=topic, code=remark.code.value, facts=told)


_FEET = frozenset({"footer-missing", "number-missing", "switched-off"})
_REMARKS: Mapping[str, tuple[Level, Topic]] = {
    "no-title": (Level.MEND, Topic.MAPPING),
    "several-titles": (Level.MEND, Topic.MAPPING),
    "doubled-index": (Level.MEND, Topic.MAPPING),
    "twin-layouts": (Level.KNOW, Topic.MAPPING),
    "footer-missing": (Level.KNOW, Topic.MAPPING),
    "number-missing": (Level.KNOW, Topic.MAPPING),
    "switched-off": (Level.KNOW, Topic.MAPPING),
    "title-moved-out": (Level.KNOW, Topic.ROOM),
    "two-slides": (Level.KNOW, Topic.ROOM),
    "title-recoloured": (Level.MEND, Topic.COLOURS),
    "ground-unknown": (Level.MEND, Topic.COLOURS),
}


def of_styling(template: Template, facts: MasterFacts) -> Iterator[Issue]:
    """Colours and fonts that template.toml sets and the theme does not have."""
    for slot in template.styling.colours:
        if slot not in facts.theme_colours:
            told: Facts = {"slot": slot, "known": ", ".join(facts.theme_colours)}
            yield Issue(level=Level.MEND, topic=Topic.COLOURS, code="no-colour", facts=told)
    for use, family in (
        ("headings", template.styling.heading_font),
        ("text", template.styling.body_font),
    ):
        if family and family not in {font.family for font in facts.fonts}:
            told = {"use": use, "family": family}
            yield Issue(level=Level.MEND, topic=Topic.FONTS, code="no-font", facts=told)


def of_room(laid: Iterable[Tried]) -> Iterator[Issue]:
    """What the template's own texts need and do not find."""
    refused: dict[str, None] = {}
    tight: dict[tuple[str, str, str], list[tuple[float, float, int, str]]] = {}
    for one in laid:
        if one.refused:
            refused[one.refused] = None
        for text in one.tight:
            key = text.layout, text.slot, text.placeholder
            tight.setdefault(key, []).append((text.own, text.used, text.moved, text.slide))
    for sentence in refused:
        yield Issue(level=Level.STOPS, topic=Topic.ROOM, code="no-room", facts={"sentence": sentence})
    for (layout, slot, placeholder), found in tight.items():
        smallest = min(used for _, used, _, _ in found)
        least = _SMALL_TITLE if slot == "title" else _SMALL_TEXT
        is_little = smallest < least and any(used < own for own, used, _, _ in found)
        moved = max(words for _, _, words, _ in found)
        facts: Facts = {
            "layout": layout,
            "slot": slot,
            "placeholder": placeholder,
            "own": max(own for own, _, _, _ in found),
            "used": smallest,
            "moved": moved,
            "slides": len({slide for _, _, _, slide in found}),
            "slide": max(found, key=lambda one: (one[2], one[0] - one[1]))[3],
        }
        code = "smaller" if any(used < own for own, used, _, _ in found) else "moved"
        is_theirs = bool(placeholder) and bool(is_little or moved)
        level = Level.MEND if is_theirs else Level.KNOW
        yield Issue(level=level, topic=Topic.ROOM, code=code, facts=facts)


def of_fonts(facts: MasterFacts) -> Iterator[Issue]:
    uses: dict[str, list[str]] = {}
    for font in facts.fonts:
        uses.setdefault(font.family, []).append(font.use)
    for font in facts.fonts:
        if font.stand_in and font.use == uses[font.family][0]:
            told: Facts = {
                "family": font.family,
                "use": " and ".join(uses[font.family]),
                "stand_in": font.stand_in,
                "factor": font.width_factor,
            }
            yield Issue(level=Level.MEND, topic=Topic.FONTS, code="font-not-installed", facts=told)


def of_colours(facts: MasterFacts) -> Iterator[Issue]:
    for colour in facts.colours:
        if not colour.is_changed and colour.contrast >= colour.need - 0.05:
            continue
        told: Facts = {
            "role": colour.role,
            "own": colour.own,
            "own_shade": colour.own_shade,
            "ground": colour.ground,
            "contrast": colour.contrast,
            "need": colour.need,
            "written": colour.written,
            "written_shade": colour.written_shade,
            "written_contrast": colour.written_contrast,
            "layouts": ", ".join(colour.layouts),
        }
        is_read = colour.written_contrast >= colour.need - 0.05
        code = "colour-not-grey" if colour.role == Role.MUTED else "colour-taken"
        code = "colour-changed" if colour.contrast < colour.need else code
        yield Issue(
            level=Level.KNOW if is_read else Level.MEND,
            topic=Topic.COLOURS,
            code=code if is_read else "colour-illegible",
            facts=told,
        )


def of_samples(template: Template, facts: MasterFacts) -> Iterator[Issue]:
    """The slides that lie in the file: dropped, shown by an outline, or drawn and forgotten."""
    shown: dict[int, list[str]] = {}
    for outline, keys in template.outlines.items():
        for key in keys:
            for slide in find(key, facts.drawn) if key.startswith(MASTER) else ():
                shown.setdefault(slide.number, []).append(outline)
    dropped: list[int] = []
    for slide in facts.drawn:
        told: Facts = {
            "number": slide.number,
            "name": " ".join((called(slide) or ("",))[0].split()),
            "outlines": ", ".join(shown.get(slide.number, ())),
        }
        if slide.number in shown:
            yield Issue(level=Level.KNOW, topic=Topic.SAMPLES, code="drawn", facts=told)
        elif _has_tags(slide):
            yield Issue(level=Level.MEND, topic=Topic.SAMPLES, code="drawn-unused", facts=told)
        else:
            dropped.append(slide.number)
    if dropped:
        yield Issue(
            level=Level.KNOW,
            topic=Topic.SAMPLES,
            code="samples-dropped",
            facts={"count": len(dropped), "numbers": _stretches(dropped)},
        )


def _stretches(numbers: list[int]) -> str:
    """Numbers as a person says them: "1 to 4, 7"."""
    out: list[list[int]] = []
    for number in numbers:
        if out and number == out[-1][-1] + 1:
            out[-1].append(number)
        else:
            out.append([number])
    return ", ".join(f"{s[0]} to {s[-1]}" if len(s) > 1 else str(s[0]) for s in out)


def _has_tags(slide: DesignedSlide) -> bool:
    return any(_asks(shape) for shape in slide.shapes)


def _asks(shape: DesignedShape) -> bool:
    """Whether a shape is to be filled: by tags in its words, or by its name."""
    words = [p.text for t in (*shape.texts, *(c for row in shape.rows for c in row)) for p in t]
    if any("{{" in w or "{%" in w for w in words) or any(_asks(child) for child in shape.children):
        return True
    try:
        found = asked(shape.name)
    except TagError:
        return True
    return bool(found.chart or found.table or found.picture or found.each or found.when)
