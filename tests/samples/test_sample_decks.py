"""What every sample deck must be: traceable, editable, valid, well measured, and the same each time."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from openxml_audit import validate_pptx

from deckgen.archive.archive import Archive
from deckgen.archive.naming import archives
from deckgen.model.evidence import Evidence
from deckgen.model.finding import Verdict
from deckgen.outputs.pptx import read_ledger
from deckgen.pipeline.build import build
from tests.conftest import needs_program
from tests.outputs.pptx import reading
from tests.samples.conftest import LENGTHS, ROOT, SAMPLES, BuildSample

LINT = ROOT.parent / "shared" / "tools" / "decklint.py"
every_deck = pytest.mark.parametrize(("sample", "length"), [(s, n) for s in SAMPLES for n in LENGTHS])
every_sample = pytest.mark.parametrize("sample", SAMPLES)


@every_deck
def test_every_printed_number_is_in_the_ledger_for_its_slide(
    build_sample: BuildSample, sample: str, length: str
) -> None:
    path = build_sample(sample, length).path
    ledger = read_ledger(path)
    entries = {e.id: e for e in ledger.entries}
    missing = []
    walked = 0
    for n, slide in enumerate(reading.opened(path.read_bytes()).slides, 1):
        here = [entries[p.entry] for p in ledger.placements if p.slide == n]
        printed = {f for e in here for f in reading.NUMBER.findall(e.printed)}
        values = {e.value for e in here}
        for where, found in reading.printed_numbers(slide):
            walked += 1
            if found not in printed and reading.number(found) not in values:
                missing.append((n, where, found))

    assert missing == []
    assert walked > 100


@every_sample
def test_a_measured_number_leads_back_to_records_of_the_archive(
    build_sample: BuildSample, sample: str
) -> None:
    built = build_sample(sample, "full")
    records = {lookup.origin.record for lookup in built.gathered.evidence.lookups}
    for path in archives(built.gathered.archive.parent)[:-1]:
        with Archive.read(path) as archive:
            read = {o.origin.record for o in built.gathered.evidence.earlier}
            records |= {record for record in read if archive.record(record) is not None}
    ledger = read_ledger(built.path)

    astray = [
        (e.key, o.url)
        for e in ledger.entries
        for o in e.origins
        if o.source not in ("brief", "manual") and o.record not in records
    ]
    assert astray == []


def test_the_strong_sample_shows_growth_between_its_two_runs(build_sample: BuildSample) -> None:
    built = build_sample("strong", "full")

    assert len(archives(built.gathered.archive.parent)) == 2
    assert "rivals-audience" in [s.key for s in built.deck.slides]
    days = {o.retrieved_at.date().isoformat() for e in read_ledger(built.path).entries for o in e.origins}
    assert {"2026-10-18", "2026-11-22"} <= days


@every_sample
def test_charts_are_native_and_their_workbooks_hold_what_they_show(
    build_sample: BuildSample, sample: str
) -> None:
    slides = reading.opened(build_sample(sample, "full").path.read_bytes()).slides
    found = [pair for slide in slides for pair in reading.charts(slide)]

    for chart, sheet in found:
        rows = [list(r) for r in sheet.iter_rows(values_only=True)]
        shown = reading.cached(chart)
        assert [r[: len(shown[0])] for r in rows[: len(shown)]] == shown
    assert len(found) >= (7 if sample == "strong" else 3)


@every_deck
def test_titles_are_unique_and_every_slide_has_notes(
    build_sample: BuildSample, sample: str, length: str
) -> None:
    slides = list(reading.opened(build_sample(sample, length).path.read_bytes()).slides)
    titles = [s.shapes.title.text_frame.text for s in slides]

    assert len(set(titles)) == len(titles)
    assert all(s.notes_slide.notes_text_frame.text.strip() for s in slides)


@every_deck
def test_the_same_archive_gives_the_same_bytes(
    build_sample: BuildSample, sample: str, length: str, tmp_path: Path
) -> None:
    first = build_sample(sample, length).path
    folder = tmp_path / sample
    shutil.copytree(ROOT / "sample_inputs" / sample, folder)

    again = build(folder, environ={}, is_offline=True, length=length).path

    assert again.read_bytes() == first.read_bytes()


@every_sample
def test_every_question_ends_as_one_lookup_or_one_gap(build_sample: BuildSample, sample: str) -> None:
    evidence: Evidence = build_sample(sample, "full").gathered.evidence

    answered = {(lo.source, lo.about, lo.step, lo.origin.url) for lo in evidence.lookups}
    assert len(evidence.lookups) >= len(answered) > 10
    assert not [g for g in evidence.gaps if (g.source, g.about, g.step, g.url) in answered]


@pytest.mark.parametrize(
    ("sample", "verdicts"),
    [
        (
            "strong",
            {"talk": "strong", "visible": "strong", "voice": "strong", "rivals": "strong", "plan": "strong"},
        ),
        (
            "mixed",
            {
                "talk": "weak",
                "visible": "strong",
                "voice": "contradicts",
                "rivals": "missing",
                "plan": "weak",
            },
        ),
        ("quiet", {"talk": "contradicts", "visible": "strong", "voice": "strong", "rivals": "weak"}),
    ],
)
def test_the_samples_show_these_verdicts(
    build_sample: BuildSample, sample: str, verdicts: dict[str, str]
) -> None:
    findings = build_sample(sample, "full").findings

    assert {k: findings[k].verdict for k in verdicts} == {k: Verdict(v) for k, v in verdicts.items()}


@every_sample
def test_the_file_is_valid_open_xml(build_sample: BuildSample, sample: str) -> None:
    result = validate_pptx(str(build_sample(sample, "full").path))

    assert [e.description for e in result.errors] == []


@every_deck
def test_the_deck_measures_well(build_sample: BuildSample, sample: str, length: str) -> None:
    if not LINT.is_file():
        pytest.skip("the measuring tool is not beside this checkout")
    path = build_sample(sample, length).path

    done = subprocess.run(
        [sys.executable, str(LINT), str(path), "--json"], capture_output=True, text=True, check=True
    )

    report = json.loads(done.stdout)
    assert [f for f in report["findings"] if f["severity"] == "error"] == []
    assert report["score"] >= 95, report["deductions"]


@every_sample
def test_libreoffice_converts_the_deck(build_sample: BuildSample, sample: str, tmp_path: Path) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    needs_program(office, "LibreOffice Impress")
    path = build_sample(sample, "full").path
    command = [
        str(office),
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(path),
    ]

    subprocess.run(command, capture_output=True, timeout=180, check=True)

    pages = (tmp_path / "deck.pdf").read_bytes().count(b"/Type/Page") - 1
    assert pages >= len(reading.opened(path.read_bytes()).slides)
