"""The evidence file: readable, comparable, whole."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

from deckgen.model.evidence import Gap
from deckgen.model.exchange import GapReason
from deckgen.pipeline.evidence_file import evidence_text, write_evidence
from tests.factories import NOON, a_mention, an_evidence, an_observation


def test_what_was_found_is_written_as_plain_json(tmp_path: Path) -> None:
    gap = Gap(source="feeds", about="us", step="", url="", reason=GapReason.THROTTLED, at=NOON)
    evidence = an_evidence(
        mentions=(a_mention(title="Caf\u00e9 \ud800 \u2028"),),
        observations=(an_observation(Decimal("1E+3")),),
        gaps=(gap,),
        removed=(("feeds", "us", "duplicate", 2),),
    )

    write_evidence(evidence, tmp_path / "evidence" / "2026-11-22.json")

    written = json.loads((tmp_path / "evidence" / "2026-11-22.json").read_text())
    assert written["mentions"][0]["title"] == "Caf\u00e9 \ud800 \u2028"
    assert written["mentions"][0]["published_at"] == "2026-03-04T09:00:00Z"
    assert written["observations"][0]["value"] == "1000"
    assert written["gaps"][0]["reason"] == "throttled"
    assert written["removed"] == [["feeds", "us", "duplicate", 2]]
    assert set(written["brief"]) == {"path", "digest"}


def test_defaults_are_left_out_and_names_sorted() -> None:
    mention = json.loads(evidence_text(an_evidence(mentions=(a_mention(),))))["mentions"][0]

    assert list(mention) == sorted(mention)
    assert not {"excerpt", "points", "is_own"} & set(mention)


def test_one_changed_fact_changes_one_line() -> None:
    before = evidence_text(an_evidence(mentions=(a_mention(title="a"), a_mention(title="b")))).splitlines()
    after = evidence_text(an_evidence(mentions=(a_mention(title="a"), a_mention(title="c")))).splitlines()

    assert sum(x != y for x, y in zip(before, after, strict=True)) == 1
