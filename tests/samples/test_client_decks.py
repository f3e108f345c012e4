"""The sample's evidence in the other built-in templates: a deck for a client, and one page for print."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields, replace
from functools import cache
from pathlib import Path

import pytest
from openxml_audit import validate_pptx

from deckgen.outputs.pptx import read_ledger
from deckgen.pipeline.build import Built, argue, build
from deckgen.pipeline.making import chart_forms, render
from deckgen.pipeline.resources import template_roots
from deckgen.templating.compose import compose
from deckgen.templating.template import load_template
from tests.outputs.pptx import reading
from tests.samples.conftest import ROOT, SAMPLES, BuildSample
from tests.samples.test_sample_decks import LINT
from tests.templating.test_extending import LANGUAGES

STRONG = ROOT / "sample_inputs" / "strong"
OWN = {"options", "template", "sender", "sender_name", "presenter", "contact", "occasion", "digest", "path"}
PAGE = 93  # a dense page has more words than a slide should

BuildClient = Callable[[str], Built]


@pytest.fixture(scope="session")
def client(tmp_path_factory: pytest.TempPathFactory) -> BuildClient:
    """language -> the deck of the strong sample that its agency would show."""

    @cache
    def made(language: str) -> Built:
        folder = tmp_path_factory.mktemp(f"client-{language}") / "strong"
        shutil.copytree(STRONG, folder)
        text = (folder / "brief.consultant.toml").read_text(encoding="utf-8")
        said = text.replace("[deck]\n", f'[deck]\nlanguage = "{language}"\n')
        (folder / "brief.toml").write_text(said, encoding="utf-8")
        return build(folder, environ={}, is_offline=True)

    return made


def measured(path: Path) -> dict[str, object]:
    if not LINT.is_file():
        pytest.skip("the measuring tool is not beside this checkout")
    done = subprocess.run(
        [sys.executable, str(LINT), str(path), "--json"], capture_output=True, text=True, check=True
    )
    report: dict[str, object] = json.loads(done.stdout)
    assert [f for f in report["findings"] if f["severity"] == "error"] == []  # type: ignore[attr-defined]
    return report


@pytest.mark.parametrize("language", ["en", "sv", "da"])
def test_a_deck_for_a_client_measures_well_and_is_valid(client: BuildClient, language: str) -> None:
    built = client(language)

    assert validate_pptx(str(built.path)).is_valid
    assert int(str(measured(built.path)["score"])) >= 95


def test_its_cover_shows_both_logos(client: BuildClient) -> None:
    cover = reading.opened(client("en").path.read_bytes()).slides[0]
    logos = [s for s in cover.shapes if s.shape_type == 13]

    assert [s._element.nvPicPr.cNvPr.get("descr") for s in logos] == [
        "Logo of Norrvind Cycles",
        "Logo of Holm & Partners",
    ]


def test_the_fee_leads_back_to_its_line_in_the_brief(client: BuildClient) -> None:
    ledger = read_ledger(client("en").path)

    fee = {o.locator for e in ledger.entries if "21,600" in e.printed for o in e.origins}
    assert fee == {"options.fee"}


def test_the_clients_brief_asks_the_same_questions_as_the_companys_own(
    client: BuildClient, build_sample: BuildSample
) -> None:
    ours = build_sample("strong", "full").gathered.evidence.brief
    theirs = client("en").gathered.evidence.brief

    differ = {f.name for f in fields(ours) if getattr(ours, f.name) != getattr(theirs, f.name)}
    assert differ - {"manual", "length"} <= OWN


def test_what_the_brief_leaves_out_stands_as_open(build_sample: BuildSample) -> None:
    evidence = build_sample("mixed", "full").gathered.evidence
    template = load_template("consultant", roots=template_roots())

    deck = compose(template, evidence.brief, argue(evidence), chart_forms(), outline="full")

    keys = [s.key for s in deck.slides]
    assert {"proposal-open", "commitments-open", "fee-open", "terms"} <= set(keys)
    assert not {"proposal", "commitments", "fee"} & set(keys)
    titles = {s.key: "".join(p.text for p in s.title) for s in deck.slides}  # type: ignore[union-attr]
    assert titles["fee-open"].startswith("Our fee is open until the scope is agreed")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sample", SAMPLES)
def test_the_page_for_print_is_one_page_in_every_language(
    build_sample: BuildSample, sample: str, language: str, tmp_path: Path
) -> None:
    evidence = build_sample(sample, "full").gathered.evidence
    template = load_template("one-page", roots=template_roots(), language=language)

    deck = compose(
        template, replace(evidence.brief, language=language), argue(evidence), chart_forms(), outline="five"
    )
    path = tmp_path / "page.pptx"
    path.write_bytes(render(deck, template))

    assert len(list(reading.opened(path.read_bytes()).slides)) == 1
    assert template.untranslated == {}
    assert int(str(measured(path)["score"])) >= PAGE
