"""A good brief, and how the tests load it and what is wrong with it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from deckgen.errors import BriefError
from deckgen.model.brief import Brief
from deckgen.pipeline.briefs import load_brief

AS_OF = date(2026, 11, 22)
SOURCES = {
    "saved_pages": ("files",),
    "searxng": (),
    "mastodon_tags": ("instances",),
    "traffic_list": ("file",),
}
TEMPLATES = {"boardroom": ("en", "sv"), "nordic": ("sv",)}

GOOD = """
[us]
name = "Norrvind"
aliases = ["Norrvind Cykel"]
domains = ["https://www.norrvind.example/", "norrvind-shop.example"]
wikidata = "Q1234"

[us.handles]
linkedin = "https://www.linkedin.com/company/norrvind"
mastodon = "@norrvind@social.example"

[[competitors]]
name = "Velmora"
domains = ["velmora.example"]

[[competitors]]
name = "Bright & Spöke"
domains = ["brightspoke.example"]

[competitor_rule]
rule = "Makers of city e-bikes that sell in the same country"
chosen_on = 2026-10-01

[[competitor_rule.excluded]]
name = "Halden Bikes"
why = "sells to shops only"

[market]
country = "SE"
language = "sv"
place = "Stockholm"

[queries]
brand = ["norrvind"]
industry = ["city e-bike", "quiet e-bike"]
context = ["bike"]
exclude = ["wind power"]

[window]
weeks = 26

[deck]
audience = "The board"
occasion = "Board meeting in December"
presenter = "Kim Strand"
title = "They talk. We do not answer."
template = "boardroom"
language = "sv"
length = "meeting"
contact = "press@norrvind.example"

[sender]
kind = "pr-agency"
name = "Kestrel Public Relations"

[plan]
people = 2
hours_a_week = 6.5
hourly_cost = 55
currency = "SEK"
start = 2027-01-11
owner = "Kim Strand"

[[evidence]]
about = "Velmora"
platform = "linkedin"
metric = "audience"
value = 1240
read_on = 2026-11-20
url = "https://www.linkedin.com/company/velmora"
read_by = "Kim Strand"

[sources.searxng]
base = "https://search.norrvind.example/"

[sources.mastodon_tags]
enabled = false
instances = ["social.example", "bike.example"]
"""


def loaded(text: str | bytes, folder: Path, *, as_of: date = AS_OF) -> Brief:
    path = folder / "brief.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_brief(path, as_of=as_of, sources=SOURCES, templates=TEMPLATES)


def problems(text: str | bytes, folder: Path) -> list[str]:
    """What is wrong, without the path in front."""
    with pytest.raises(BriefError) as caught:
        loaded(text, folder)
    assert all(p.startswith(f"{folder / 'brief.toml'}: ") for p in caught.value.problems)
    assert not any("\n" in p for p in caught.value.problems)
    return [p.removeprefix(f"{folder / 'brief.toml'}: ") for p in caught.value.problems]


def changed(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new, 1)
