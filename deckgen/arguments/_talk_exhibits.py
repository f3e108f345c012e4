"""What the charts of argument 1 are drawn from: weeks, sources, kinds of site and themes."""

from __future__ import annotations

import re
from collections.abc import Mapping

from deckgen.arguments._build import from_brief, series, word
from deckgen.arguments._counting import kind_of
from deckgen.arguments._heard import Heard
from deckgen.model.brief import US, TopicKind
from deckgen.model.evidence import Mention, SiteKind
from deckgen.model.finding import Exhibit, Quote, Value
from deckgen.model.measure import Measurement, counted


def talk_exhibits(found: Heard) -> dict[str, Exhibit]:
    """The four exhibits by name."""
    per_source = {s: _of_source(found, s) for s in found.asked}
    per_kind = {kind: _of_kind(found, kind) for kind in {m.site_kind for m in found.us.items}}
    return {
        "weekly": _weekly(found),
        "by_source": _sorted(found, {s: (word("source", s), m) for s, m in per_source.items()}),
        "by_site_kind": _sorted(found, {k: (word("kind", k), m) for k, m in per_kind.items()}),
        "themes": _sorted(found, _themes(found)),
    }


def us_label(found: Heard) -> Quote:
    brief = found.evidence.brief
    return from_brief(brief, brief.us.name, "us.name")


def _weekly(found: Heard) -> Exhibit:
    industry = found.industry_weeks("talk.weekly.industry")
    return Exhibit(
        labels=found.mondays("talk.week"),
        series=(
            series(us_label(found), found.weeks("talk.weekly.us"), "us"),
            series(word("series", "industry"), industry, "other"),
        ),
    )


def _sorted(found: Heard, bars: Mapping[str, tuple[Value, Measurement | None]]) -> Exhibit:
    """Largest first; what was not measured comes last, as a gap."""

    def size(key: str) -> tuple[bool, int, str]:
        number = bars[key][1]
        return (number is None, 0 if number is None else -int(number.value), key)

    keys = sorted(bars, key=size)
    return Exhibit(
        labels=tuple(bars[k][0] for k in keys),
        series=(series(us_label(found), (bars[k][1] for k in keys), "us"),),
    )


def _of_source(found: Heard, source: str) -> Measurement | None:
    """A source's own count; None for one that did not answer."""
    if source not in found.ran:
        return None
    items = [m for m in found.us.items if m.source == source]
    return counted(
        f"talk.by_source.{source}",
        (m.origin for m in items),
        nothing=(o for o in found.nothing if o.source == source),
        kind=kind_of(found.evidence, (US,), items, source=source),
    )


def _of_kind(found: Heard, kind: SiteKind) -> Measurement:
    items = [m.origin for m in found.us.items if m.site_kind is kind]
    return counted(f"talk.by_site_kind.{kind}", items)


def _themes(found: Heard) -> dict[str, tuple[Value, Measurement]]:
    """The brief's own phrases found in mentions of us or the industry; each mention counts once a phrase."""
    brief = found.evidence.brief
    phrases: dict[str, str] = {}
    for topic in brief.topics:
        own = topic.phrases if topic.kind is TopicKind.INDUSTRY else ()
        for phrase in (*own, *topic.context):
            phrases.setdefault(phrase.casefold(), phrase)
    bars: dict[str, tuple[Value, Measurement]] = {}
    for folded, phrase in phrases.items():
        whole = re.compile(rf"(?<!\w){re.escape(folded)}(?!\w)")
        items = [m for m in (*found.us.items, *found.industry.items) if whole.search(_text(m))]
        if items:
            number = counted(f"talk.theme.{folded}", (m.origin for m in items))
            bars[folded] = (from_brief(brief, phrase, "topics"), number)
    return bars


def _text(mention: Mention) -> str:
    return f"{mention.title} {mention.excerpt}".casefold()
