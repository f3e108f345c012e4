"""Writes docs/sources.md from the sources' entries. Run: python -m scripts.make_docs"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from deckgen.model.source import Entry, Gives, Shape
from deckgen.pipeline.keys import sharing
from deckgen.pipeline.plugins import entries

PAGE = Path(__file__).resolve().parents[1] / "docs" / "sources.md"
GIVES = {
    Gives.MENTIONS: "Mentions: who talks about what",
    Gives.RESULTS: "Search results: what a search shows",
    Gives.PRESENCE: "Presence and growth: where the companies are, and who follows them",
    Gives.TRAFFIC: "Traffic: how much the found sites are visited",
    Gives.SIGNALS: "Crowd signals: how much readers react; never added to counts of mentions",
    Gives.PAGES: "Pages: what kind of pages were found",
}
HEAD = """\
<!-- Written by: python -m scripts.make_docs. Change the entries (deckgen/sources/*.toml), not this page. -->

# Sources

What deckgen can read, {count} sources, as the entry beside each one says. `deckgen sources` prints the same as a
table, `deckgen sources --about NAME` all about one, `deckgen sources --for FOLDER` what a brief makes of it.

- **On** means on by itself. Every other source is switched on by a table of its own in the brief:
  `[sources.NAME]`; `enabled = false` in it switches a source off.
- **Keys** stand in the environment, in a file `.env` beside the brief or in the current folder (one line
  `NAME=key`; keep that file out of version control), or in the system's keyring: `deckgen sources login NAME` asks
  for it, `deckgen sources logout NAME` takes it out. They are looked for in this order. A key is never written into
  a brief, an archive, a log, a message or a deck.
- **Cost and terms** of a source with a price, and the terms of some others, are told before anything is asked:
  `--yes` agrees to them, which a run without a terminal needs for sources that cost and that its brief switched on.
- **Shape**: whether the tests of a source read recorded answers of the real service, or only what its documentation
  says. Services change: `deckgen sources check --live` asks each a small question and says whether its answer still
  has the shape that is read; `deckgen sources check FOLDER` reads the last run's answers anew.
"""


def page(known: Sequence[Entry]) -> str:
    """The whole page; the same entries give the same text."""
    return "\n".join(_lines(known)) + "\n"


def _lines(known: Sequence[Entry]) -> Iterator[str]:
    yield HEAD.format(count=len(known))
    yield from _table(known)
    yield from _unrecorded(known)
    for gives, title in GIVES.items():
        group = [entry for entry in known if entry.gives is gives]
        if group:
            yield f"\n## {title}"
        for entry in group:
            yield from _section(entry, known)


def _table(known: Sequence[Entry]) -> Iterator[str]:
    yield "| source | gives | on | key | cost | shape | checked |"
    yield "|---|---|---|---|---|---|---|"
    for gives in GIVES:
        for entry in known:
            if entry.gives is gives:
                cells = (
                    f"[{_plain(entry.title)}](#{entry.key})",
                    gives.value,
                    "yes" if entry.is_on else "no",
                    _needed(entry),
                    _price(entry) or _plain(entry.cost),
                    entry.shape.value,
                    f"{entry.checked_on}",
                )
                yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _unrecorded(known: Sequence[Entry]) -> Iterator[str]:
    yield "\n## Read from documentation alone"
    yield '\nNo recorded answer of these was at hand; their tests are marked "from documentation":\n'
    for entry in known:
        if entry.shape is Shape.DOCUMENTATION:
            yield f"- [{_plain(entry.title)}](#{entry.key}): {_plain(entry.seen_in_recording)}"


def _section(entry: Entry, known: Sequence[Entry]) -> Iterator[str]:
    yield f'\n### <a id="{entry.key}"></a>{_plain(entry.title)} (`{entry.key}`)'
    yield f"\n{_plain(entry.summary)}\n"
    yield f"- **On by itself:** {'yes' if entry.is_on else 'no'}"
    yield f"- **Key:** {'; '.join(_key(entry, known))}"
    yield f"- **Cost:** {'; '.join(filter(None, (_plain(entry.cost), _price(entry))))}"
    yield f"- **Terms:** {_plain(entry.terms)}"
    yield f"- **Limits:** {'; '.join(_limits(entry))}"
    if entry.options:
        yield f"- **Options** in `[sources.{entry.key}]`:"
        for name, meaning in entry.options:
            yield f"  - `{name}`: {_plain(meaning)}"
    rests = "recorded answers" if entry.shape is Shape.RECORDING else "from documentation"
    yield f"- **Shape:** {rests}; {_plain(entry.seen_in_recording)}"
    yield f"- **Checked:** {entry.checked_on}"
    yield "- **Documentation:**"
    for address in entry.documentation:
        yield f"  - <{address}>"


def _needed(entry: Entry) -> str:
    if entry.credential is None:
        return "none"
    return "needed" if entry.is_key_required else "helps"


def _key(entry: Entry, known: Sequence[Entry]) -> Iterator[str]:
    credential = entry.credential
    if credential is None:
        yield "none needed"
        return
    without = "without it the source is left out" if entry.is_key_required else "it also works without"
    yield f"`{credential.env}`, {without}"
    if credential.form:
        yield f"written as `{credential.form}`"
    others = [f"`{other.key}`" for other in sharing(credential, known) if other.key != entry.key]
    if others:
        yield f"the same key serves {', '.join(others)}"


def _limits(entry: Entry) -> Iterator[str]:
    yield (
        f"{entry.per_second:g} a second"
        if entry.per_second >= 1
        else f"one request in {1 / entry.per_second:.3g} seconds"
    )
    if entry.concurrent > 1:
        yield f"{entry.concurrent} at a time"
    yield f"at most {entry.max_requests:,} a run"
    yield f"given up after {entry.deadline_s / 60:.3g} minutes"
    if entry.keep_days:
        yield f"answers are kept for {entry.keep_days} days, then taken out of archive and evidence"
    if entry.shows_terms:
        yield "terms are told before each run"


def _price(entry: Entry) -> str:
    return f"{entry.price.per_request} {entry.price.currency} a request" if entry.price else ""


def _plain(text: str) -> str:
    """Words of an entry, none of which is markup."""
    for letter in ("\\", "*", "<", "`"):
        text = text.replace(letter, f"\\{letter}")
    return text


def main() -> None:
    PAGE.write_text(page(entries()), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
