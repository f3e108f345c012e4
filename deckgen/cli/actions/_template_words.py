"""Fills the sentences of `deckgen template check`, which lie in template_words.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from deckgen.pipeline.masters.issues import Facts, Issue, Topic

HEADINGS: Mapping[Topic, str] = {
    Topic.MAPPING: "Layouts and placeholders",
    Topic.ROOM: "Room",
    Topic.FONTS: "Fonts",
    Topic.COLOURS: "Colours",
    Topic.PAINT: "Logos and ornaments",
    Topic.SAMPLES: "Slides in the file",
    Topic.SLIDES: "Slide files",
    Topic.SETTINGS: "Options",
    Topic.TRANSLATIONS: "Translations",
}
_KINDS = {"ftr": "the footer", "dt": "the date", "sldNum": "the slide number"}
_CHANGE = re.compile(r"(\w+)=(\d+)")
_MORE = "More room: View > Slide Master, enlarge the placeholder."
_OWN = "To have more room, shorten that text, or make the title and what is painted smaller."
_MOST_NAMES = 60  # characters of names that are listed


def sentence(issue: Issue) -> str:
    """What is told of an issue."""
    facts = issue.facts

    def text(name: str) -> str:
        return str(facts.get(name, ""))

    name = text("name")
    slot, placeholder = text("slot"), text("placeholder")
    made = {
        **{k: " ".join(v.split()) if isinstance(v, str) else v for k, v in facts.items()},
        "meant": f"; did you mean '{text('nearest')}'?" if text("nearest") else "",
        "place": f'"{placeholder}" ({slot})' if placeholder else f"deckgen's own box for {slot}",
        "moved_words": _moved(facts),
        "more_room": _MORE if placeholder else _OWN,
        "called": f' "{name}"' if name else "",
        "slides_of": f"{facts.get('count', 0)} slides" if facts.get("count") != 1 else "1 slide",
        "detail": _KINDS.get(text("detail"), text("detail")),
        "own": _colour(text("own")) if isinstance(facts.get("own"), str) else facts.get("own", 0),
        "change": _colour(text("written")),
        "where": "",
        "known_names": _names(facts),
    }
    told = " ".join(_words()[issue.code].format_map(made).split())
    told = told.replace("?;", "?").replace("?. ", "? ")
    return told[0].upper() + told[1:] if told.startswith("layout ") else told


def _moved(facts: Facts) -> str:
    words = facts.get("moved", 0)
    return f", and {words} words go to the notes" if words else ""


def _names(facts: Facts) -> str:
    known = str(facts.get("known", ""))
    return f" There are: {known}." if known and not facts.get("nearest") and len(known) <= _MOST_NAMES else ""


def _colour(token: str) -> str:
    """A theme colour as PowerPoint's menus call it: "accent1, darker 40 %"."""
    scheme, _, changes = token.partition(" ")
    found = {kind: int(value) / 1000 for kind, value in _CHANGE.findall(changes)}
    mod, off = found.get("lumMod", 100.0), found.get("lumOff", 0.0)
    if scheme in {"tx1", "bg1"} and mod == 0:
        return "white" if off >= 100 else "black" if not off else f"a grey of {off:.0f} %"
    told = []
    if found.get("satMod", 100.0) == 0:
        told.append("as a grey")
    elif "satMod" in found:
        told.append("less vivid")
    if off:
        told.append(f"lighter by {100 - mod:.0f} %")
    elif mod != 100:
        told.append(f"darkened by {100 - mod:.0f} %")
    return f"{scheme} {', '.join(told)}".rstrip()


def grouped(issues: tuple[Issue, ...]) -> Iterator[tuple[Topic, list[Issue]]]:
    """The issues by topic, worst first."""
    for topic in Topic:
        those = [issue for issue in issues if issue.topic is topic]
        if those:
            yield topic, sorted(those, key=lambda i: i.level)


@cache
def _words() -> dict[str, str]:
    text = files("deckgen.cli.actions").joinpath("template_words.toml").read_text(encoding="utf-8")
    return {key: str(value) for key, value in tomllib.loads(text).items()}
