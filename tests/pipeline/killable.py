"""A program for test_killed.py: collects from the toy source into a folder and writes what was found."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from deckgen.archive.archive import Archive
from deckgen.archive.naming import choose
from deckgen.pipeline.collect import collect
from deckgen.pipeline.evidence_file import write_evidence
from tests.factories import NOON
from tests.toy import Toy, a_fetcher, a_toy_brief, an_entry


def run(base: str, folder: Path, today: date) -> None:
    choice = choose(folder, today=today)
    brief = a_toy_brief(base, as_of=choice.as_of)
    source = Toy(an_entry(concurrent=3))
    with Archive.open(choice.path, as_of=choice.as_of, brief_digest=brief.digest, now=NOON) as archive:
        evidence = collect(brief, archive=archive, fetcher=a_fetcher(base), sources=[source])
    write_evidence(evidence, folder / "found.json")


if __name__ == "__main__":
    run(sys.argv[1], Path(sys.argv[2]), date.fromisoformat(sys.argv[3]))
