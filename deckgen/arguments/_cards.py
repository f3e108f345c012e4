"""The few mentions shown word for word, chosen by a rule and not by taste."""

from __future__ import annotations

from collections.abc import Iterable

from deckgen.arguments._build import quote, word
from deckgen.arguments._counting import day_of, order
from deckgen.arguments._timeline import by_source
from deckgen.model.evidence import Mention
from deckgen.model.finding import Row, Table
from deckgen.model.measure import day

FEW = 3  # under this, all there are
MAX_CARDS = 5
MAX_LETTERS = 180
_TONES = {"negative": "critical", "positive": "favourable", "neutral": "neutral"}


def cards(items: tuple[Mention, ...]) -> Table:
    """The most engaged critical and favourable mention where tone is known, then the most engaged of each
    source in turn, largest source first."""
    chosen = _chosen(items)
    return Table(
        columns=("date", "site", "text", "tone", "source"),
        rows=tuple(_card(i, m) for i, m in enumerate(chosen, 1)),
    )


def engagement(mention: Mention) -> tuple[int, int, tuple[str, ...]]:
    """Sorts the most engaged mention first; a crowd signal only ever orders, it is not counted."""
    return (-(mention.comments or 0), -(mention.points or 0), order(mention))


def words_of(mention: Mention, letters: int = MAX_LETTERS) -> str:
    """What is quoted of a mention: its text, else its title, cut between words."""
    text = " ".join((mention.excerpt or mention.title).split())
    if len(text) <= letters:
        return text
    return text[: letters - 1].rsplit(" ", 1)[0].rstrip(" ,.;:") + "…"


def _chosen(items: tuple[Mention, ...]) -> list[Mention]:
    ranked = [m for m in sorted(items, key=engagement) if words_of(m)]
    chosen: list[Mention] = []
    for tone in ("negative", "positive"):
        chosen += [m for m in ranked if m.sentiment == tone][:1]
    sizes = by_source(items)
    queues = [
        [m for m in ranked if m.source == source and m not in chosen]
        for source in sorted(sizes, key=lambda s: (-sizes[s], s))
    ]
    turns = max(map(len, queues), default=0)
    chosen += [queue[turn] for turn in range(min(turns, MAX_CARDS)) for queue in queues if turn < len(queue)]
    return _by_different_words(chosen)[:MAX_CARDS]


def _by_different_words(items: Iterable[Mention]) -> list[Mention]:
    """The same words posted twice make one card."""
    return list({words_of(m).casefold(): m for m in reversed(list(items))}.values())[::-1]


def _card(number: int, mention: Mention) -> Row:
    origins = (mention.origin,)
    key = f"talk.card.{number}"
    return Row(
        cells={
            "date": day(key, day_of(mention), formula="as-read", origins=origins),
            "site": quote(mention.site or mention.source, origins, mention.url),
            "text": quote(words_of(mention), origins, mention.url, language=mention.language),
            "tone": word("tone", _TONES.get(mention.sentiment, "unknown")),
            "source": word("source", mention.source),
        }
    )
