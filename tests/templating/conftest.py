"""A small template on disk, and findings to fill it with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from deckgen.charts import trend
from deckgen.model.brief import Brief
from deckgen.model.deck import Deck
from deckgen.model.finding import Exhibit, Finding, Quote, Row, Series, Table, Verdict, Word
from deckgen.model.measure import Unit, day, measured
from deckgen.templating.compose import compose
from deckgen.templating.template import load_template
from tests.factories import AS_OF, a_brief, an_origin

WORDS = """
[print]
not_measured = "not measured"
about = "about {n}"
at_least = "at least {n}"
of = "{k} of {n}"
points = "{n} points"
times = "{n} times"
ordinal = "{n}."
range = "{low}–{high}"
other = "other ({n})"
continued = "({part} of {parts})"
notes_mark = "From the slide:"

[source]
hackernews = "Hacker News"

[source.mid]
hackernews = "hacker news"

[formula]
count = "counted"
"""

OUTLINE = """
name = "small"
master = "master.pptx"
language = "en"
footer = "{{ brief.us.name }}"
title = "About {{ brief.us.name }}"
author = "{{ brief.us.name }}"
locale = "en-GB"
[formats]
percent = "#,##0 %"
[sections]
talk = "Talk"
[lengths]
full = ["one"]
[layouts]
text = "text"
"""

ComposeOne = Callable[..., Deck]


def a_finding(verdict: Verdict = Verdict.STRONG, **facts: object) -> Finding:
    origin = an_origin()
    total = measured("talk.total", 1248, formula="count", origins=(origin,))
    few = measured("talk.few", 3, formula="count", origins=(origin,))
    return Finding(
        key="talk",
        verdict=verdict,
        numbers={
            "total": total,
            "share": measured(
                "talk.share",
                0.375,
                unit=Unit.SHARE,
                formula="share",
                origins=(origin,),
                inputs=(("part", 3), ("whole", 8)),
            ),
            "nothing": None,
            "read_on": day("talk.read_on", AS_OF, formula="as-read", origins=(origin,)),
        },
        facts={"source": Word(group="source", key="hackernews"), **facts},  # type: ignore[dict-item]
        exhibits={
            "weekly": Exhibit(
                labels=(Quote(text="week 1", origins=(origin,)), Quote(text="week 2", origins=(origin,))),
                series=(Series(label=Quote(text="Norrvind", origins=()), points=(total, None), role="us"),),
            )
        },
        tables={
            "rows": Table(
                columns=("name", "count"),
                rows=(
                    Row(
                        cells={"name": Quote(text="A **bold** title", origins=(origin,)), "count": few},
                        role="us",
                    ),
                    Row(cells={"name": Quote(text="{{ 7 * 7 }}", origins=(origin,)), "count": None}),
                ),
            )
        },
    )


@pytest.fixture
def compose_one(tmp_path: Path) -> ComposeOne:
    """Composes a deck of one slide file, given its text and a finding."""
    folder = tmp_path / "small"
    (folder / "slides").mkdir(parents=True)
    (folder / "template.toml").write_text(OUTLINE)
    (folder / "words.toml").write_text(WORDS)
    (folder / "master.pptx").write_bytes(b"")

    def make(
        slide: str, finding: Finding | None = None, *, brief: Brief | None = None, options: str = ""
    ) -> Deck:
        (folder / "template.toml").write_text(OUTLINE + options, encoding="utf-8")
        (folder / "slides" / "one.md").write_text(slide, encoding="utf-8")
        template = load_template("small", roots=(tmp_path,))
        findings = {"talk": finding or a_finding()}
        return compose(template, brief or a_brief(), findings, {"trend": trend.spec}, outline="full")

    return make
