"""Argument 3: we have no voice of our own where people look and talk."""

from __future__ import annotations

from decimal import Decimal

from deckgen.arguments._build import (
    at_least,
    at_most,
    from_brief,
    half_width,
    judged,
    quote,
    raised,
    series,
    tally,
    word,
)
from deckgen.arguments._channels import DORMANT, NONE, Channel
from deckgen.arguments._positions import position_numbers, position_table, standings
from deckgen.arguments._results import group_of, labelled
from deckgen.arguments._rivalry import share_of_voice
from deckgen.arguments._voice_numbers import Numbers, Voice, voice_numbers, voice_of
from deckgen.model.brief import US
from deckgen.model.evidence import Evidence, SiteKind
from deckgen.model.finding import Argument, Caveat, Exhibit, Finding, Findings, Row, Table, Test, Value
from deckgen.model.measure import Interval, Measurement, share
from deckgen.model.ranges import share_interval

MIN_RESULTS = 30
MIN_MENTIONS = 30
MAX_HALF_WIDTH = Decimal("0.10")
CLAIM = Decimal("0.20")  # whoever holds this share of the results has a voice already
AUDIT = ("channel", "handle", "state", "last", "posts", "audience", "proof")
SPLIT = (("own", ("own",), "us"), ("competitors", ("competitor",), "competitor"))


class OwnVoice(Argument):
    """Our part of the results and of the mentions, and what our own channels do."""

    key = "voice"
    order = 3

    def find(self, evidence: Evidence, earlier: Findings) -> Finding:
        found = voice_of(evidence)
        numbers = voice_numbers(found)
        own, spoken = numbers["own_share"], numbers["share_of_voice"]
        tests = _tests(found, numbers)
        places = standings(evidence)
        return Finding(
            key=self.key,
            verdict=judged(
                tests,
                is_missing=own is None and spoken is None,
                is_contradicted=isinstance(own, Interval) and own.low.value > CLAIM,
            ),
            numbers={**numbers, **position_numbers(evidence, places)},
            facts=_facts(found),
            exhibits={
                "share_of_voice": _spoken(found),
                "results": _results(found),
                "intervals": _intervals(numbers),
            },
            tables={"audit": _audit(found), "positions": position_table(evidence.brief, places)},
            flags=_flags(found, numbers),
            tests=tests,
            caveats=_caveats(found, numbers),
            origins=found.results.origins,
        )


def _tests(found: Voice, numbers: Numbers) -> tuple[Test, ...]:
    own = numbers["own_share"]
    interval = own if isinstance(own, Interval) else None
    whole = found.results.count("voice.results", lambda _: True)
    relevant = numbers["relevant_set"]
    everyone = relevant.low if isinstance(relevant, Interval) else numbers["mentions_set"]
    return (
        at_least("results", whole if found.results.listings else None, MIN_RESULTS, prefix="voice"),
        at_least(
            "mentions-set",
            everyone if isinstance(everyone, Measurement) else None,
            MIN_MENTIONS,
            prefix="voice",
        ),
        at_most("claim", interval.high if interval else None, CLAIM, prefix="voice"),
        at_most("half-width", half_width("voice.half_width", interval), MAX_HALF_WIDTH, prefix="voice"),
        at_most("leave-one-out", _most_share(found), CLAIM, prefix="voice"),
    )


def _most_share(found: Voice) -> Measurement | None:
    """Our share when the query that shows us least is left out."""
    shares = []
    for query in found.results.queries:
        rest = found.results.without(query)
        whole = rest.count("voice.without.results", lambda _: True)
        if whole.value:
            own = rest.in_group("voice.without.own", "own")
            shares.append(share("voice.without_one", own, of=whole))
    return max(shares, key=lambda s: s.value, default=None)


def _facts(found: Voice) -> dict[str, Value]:
    brief = found.evidence.brief
    names = ", ".join(c.name for c in brief.companies)
    chosen = from_brief(brief, names, "competitors")
    if not found.counts or not any(n.value for n in found.counts.values()):
        return {"loudest": None, "loudest_share": None, "chosen_set": chosen}
    told = {key: number.point for key, number in found.relevant.items()} or found.counts
    loudest = max(brief.companies, key=lambda c: told[c.key].value)
    return {
        "loudest": from_brief(brief, loudest.name, f"companies.{loudest.key}.name"),
        "loudest_share": share_of_voice(
            "voice.loudest_share", found.counts, loudest.key, relevant=found.relevant
        ),
        "chosen_set": chosen,
    }


def _spoken(found: Voice) -> Exhibit:
    """Each company's share of the mentions, largest first; empty shares where nothing can be compared."""
    brief = found.evidence.brief
    shares = {
        c.key: share_of_voice(f"voice.spoken.{c.key}", found.counts, c.key, relevant=found.relevant)
        for c in brief.companies
    }
    points = {key: interval.point if interval else None for key, interval in shares.items()}

    def size(key: str) -> Decimal:
        point = points[key]
        return -point.value if point is not None else Decimal(0)

    companies = sorted(brief.companies, key=lambda c: size(c.key))
    return Exhibit(
        labels=tuple(from_brief(brief, c.name, f"companies.{c.key}.name") for c in companies),
        series=(
            series(
                word("series", "share-of-voice"),
                (points[c.key] for c in companies),
                "competitor",
                ("us" if c.is_us else "competitor" for c in companies),
            ),
        ),
    )


def _results(found: Voice) -> Exhibit:
    """Each query's results, split into ours, our competitors' and everybody else's."""
    named = labelled(found.evidence, found.results)
    split = (*SPLIT, ("others", ("conversation", "editorial", "commerce", "unknown"), "other"))
    return Exhibit(
        labels=tuple(text for _, text in named),
        series=tuple(
            series(
                word("series", name),
                (
                    tally(
                        f"voice.query.{x.key}.{name}",
                        sum(group_of(r) in groups for r in x.results),
                        x.origins,
                    )
                    for x, _ in named
                ),
                role,
            )
            for name, groups, role in split
        ),
    )


def _intervals(numbers: Numbers) -> Exhibit:
    """Three shares with their ranges; a share that was not measured stays as an empty line."""
    first, own = numbers["top10_results"], numbers["own_top10"]
    top = None
    if isinstance(first, Measurement) and isinstance(own, Measurement) and first.value:
        top = share_interval("voice.own_top10_share", own, of=first)
    shown = {
        "own-results": numbers["own_share"],
        "own-top10": top,
        "share-of-voice": numbers["share_of_voice"],
    }
    found = [i if isinstance(i, Interval) else None for i in shown.values()]
    return Exhibit(
        labels=tuple(word("interval-label", key) for key in shown),
        series=(
            series(word("series", "share"), (i.point if i else None for i in found), "us"),
            series(word("bound", "low"), (i.low if i else None for i in found), "muted"),
            series(word("bound", "high"), (i.high if i else None for i in found), "muted"),
        ),
    )


def _audit(found: Voice) -> Table:
    return Table(columns=AUDIT, rows=tuple(_channel(found, c) for c in found.channels))


def _channel(found: Voice, channel: Channel) -> Row:
    key = f"voice.channel.{channel.platform}"
    return Row(
        cells={
            "channel": word("platform", channel.platform),
            "handle": quote(channel.handle, channel.origins, channel.url) if channel.handle else None,
            "state": word("state", channel.state),
            "last": channel.last_on(f"{key}.last"),
            "posts": channel.posts_of(f"{key}.posts"),
            "audience": channel.audience_of(f"{key}.audience"),
            "proof": word("proof", channel.proof),
        },
        role="us",
    )


def _flags(found: Voice, numbers: Numbers) -> frozenset[str]:
    own, spoken = numbers["own_share"], numbers["mentions_set"]
    ours = [r for r in found.results.all if group_of(r) == "own"]
    known = [c for c in found.channels if c.is_known]
    return raised(
        {
            "no-results": own is None,
            "no-mentions": not isinstance(spoken, Measurement) or not spoken.value,
            # A channel whose activity was not measured may be lively; dormant and absent are silent.
            "silent": bool(known) and all(c.state in {DORMANT, NONE} for c in known),
            "product-pages-only": bool(ours) and all(r.page_kind is SiteKind.SHOP for r in ours),
            "reviewed": bool(found.relevant),
            "has-voice": isinstance(own, Interval) and own.point.value >= CLAIM,
        }
    )


def _caveats(found: Voice, numbers: Numbers) -> tuple[Caveat, ...]:
    """How many sources could be compared, when not all that were heard."""
    heard = {m.source for m in found.evidence.mentions if m.topic == US}
    left = len(heard - set(found.rivalry.days))
    if not left:
        return ()
    origins = tuple(n for key in found.counts.values() for n in key.origins)
    return (Caveat(key="not-comparable", facts={"count": tally("voice.caveat.left_out", left, origins)}),)
