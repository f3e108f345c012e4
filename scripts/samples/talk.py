"""What the fictional people say: posts with dates, authors, themes and tone, drawn with a fixed seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

FIRST = [
    "Ada",
    "Bo",
    "Cleo",
    "Dag",
    "Elin",
    "Finn",
    "Greta",
    "Hugo",
    "Ines",
    "Jon",
    "Kaia",
    "Lars",
    "Mira",
    "Nils",
    "Olga",
    "Pia",
    "Rune",
    "Saga",
    "Tor",
    "Ulla",
    "Vera",
    "Wim",
    "Ylva",
    "Zoe",
]
THEMES: dict[str, tuple[tuple[str, str], ...]] = {
    "winter range": (
        (
            "{name} battery at minus ten: what I measured",
            "Half the range was gone after the bridge, the display said otherwise.",
        ),
        (
            "Commuting on a {name} through a whole winter",
            "Studded tyres, cold battery, and still faster than the bus.",
        ),
        (
            "How far does the {name} really go in the cold?",
            "The brochure says one thing, my log says another.",
        ),
    ),
    "service": (
        ("Six weeks for a spare part: my {name} story", "The shop was kind, the waiting list was not."),
        (
            "Who services a {name} outside the capital?",
            "We made a list of workshops because the maker has none.",
        ),
        ("{name} recall letter: what to do now", "The letter is vague, so here is what the dealer told us."),
    ),
    "buying": (
        (
            "{name} or a cargo bike? We tried both for a month",
            "Two children, one hill and a very honest spreadsheet.",
        ),
        ("Second-hand {name}: what to look for", "Check the frame number, the charger and the app account."),
        ("Is the {name} worth its price?", "Compared with three others in the same class."),
    ),
    "everyday": (
        ("Riding to work on a {name}", "Nine kilometres, two bridges and no sweat."),
        ("{name} lights are too dim for country roads", "A small film from the dark half of my way home."),
        (
            "The {name} app lost my rides again",
            "Support answered after a fortnight with a link I had already tried.",
        ),
    ),
}
PRAISE = "Still, I would buy it again."
BLAME = "I would not buy it again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One thing somebody published about a topic."""

    number: int
    topic: str
    name: str  # the phrase it names
    theme: str
    title: str
    text: str
    author: str
    handle: str
    at: datetime
    points: int
    comments: int
    tone: str  # positive | negative | neutral


def posts(
    topic: str,
    name: str,
    *,
    count: int,
    start: date,
    end: date,
    growth: float,
    seed: str,
    peak: date | None = None,
) -> tuple[Post, ...]:
    """`count` posts in [start, end); the second half has `growth` times the first; `peak` draws a week's storm."""
    dice = random.Random(f"{seed}/{topic}")
    days = (end - start).days
    weights = [1.0 if d < days / 2 else growth for d in range(days)]
    if peak is not None:
        for d in range(days):
            if 0 <= (start + timedelta(days=d) - peak).days < 7:
                weights[d] *= 4
    chosen = sorted(dice.choices(range(days), weights=weights, k=count))
    return tuple(_post(dice, i, topic, name, start + timedelta(days=d), peak) for i, d in enumerate(chosen))


def _post(dice: random.Random, number: int, topic: str, name: str, day: date, peak: date | None) -> Post:
    is_storm = peak is not None and 0 <= (day - peak).days < 7
    theme = "service" if is_storm and dice.random() < 0.7 else dice.choice(tuple(THEMES))
    title, text = dice.choice(THEMES[theme])
    tone = dice.choices(("positive", "neutral", "negative"), weights=(3, 5, 4) if is_storm else (4, 5, 2))[0]
    closing = {"positive": " " + PRAISE, "negative": " " + BLAME, "neutral": ""}[tone]
    first = dice.choice(FIRST)
    handle = f"{first.lower()}{dice.randint(10, 99)}"
    at = datetime(
        day.year,
        day.month,
        day.day,
        dice.randint(5, 22),
        dice.randint(0, 59),
        dice.randint(0, 59),
        tzinfo=UTC,
    )
    return Post(
        number=number,
        topic=topic,
        name=name,
        theme=theme,
        title=title.format(name=name),
        text=f"{text}{closing}",
        author=f"{first} {chr(65 + dice.randrange(26))}.",
        handle=handle,
        at=at,
        points=int(dice.paretovariate(1.1) * (9 if is_storm else 4)),
        comments=int(dice.paretovariate(1.2) * (6 if is_storm else 2)),
        tone=tone,
    )


def in_range(items: tuple[Post, ...], after: datetime | None, before: datetime | None) -> Iterator[Post]:
    """Posts with after <= at < before, newest first."""
    for post in sorted(items, key=lambda p: p.at, reverse=True):
        if (after is None or post.at >= after) and (before is None or post.at < before):
            yield post
