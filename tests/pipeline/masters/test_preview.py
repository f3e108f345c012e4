"""`template preview`: one full slide of each archetype in every language, and pictures."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from openxml_audit import validate_pptx
from pptx import Presentation

from deckgen.errors import DeckgenError
from deckgen.outputs.pptx.geometry import ARCHETYPES
from deckgen.pipeline.masters import pictures as of_decks
from deckgen.pipeline.masters.located import located
from deckgen.pipeline.masters.pictures import Pictures, pictures
from deckgen.pipeline.masters.preview import Shown, preview
from tests.pipeline.masters.making import client, with_one_sample


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    with_one_sample(monkeypatch)
    monkeypatch.setenv("PATH", "")  # without LibreOffice


def shown(folder: Path, *languages: str, output: Path | None = None) -> list[Shown]:
    return list(preview(located(folder), languages=languages, output=output, tell=lambda _: None))


def titles(path: Path) -> list[str]:
    return [s.shapes.title.text_frame.text for s in Presentation(str(path)).slides]


def test_each_archetype_has_a_full_slide_in_each_language(tmp_path: Path) -> None:
    made = shown(Path("boardroom"), "en", "sv", output=tmp_path)

    assert [s.path.name for s in made] == ["en.pptx", "sv.pptx"]
    for one in made:
        assert one.slides == len(ARCHETYPES)
        assert one.refused == {}
        assert one.pictures == Pictures(lacks="LibreOffice")
        assert validate_pptx(str(one.path)).errors == []
        layouts = {s.slide_layout.name for s in Presentation(str(one.path)).slides}
        assert layouts == {title for title, _, _ in ARCHETYPES.values()}
    english, swedish = (titles(s.path) for s in made)
    assert len(set(english)) == len(english)
    assert not set(english) & set(swedish)


def test_a_clients_preview_lies_in_the_template(tmp_path: Path) -> None:
    new = client(tmp_path, "4:3")

    made = shown(tmp_path / "acme", "en")

    assert made[0].path == new.folder / "preview" / "en.pptx"
    assert made[0].refused == {}
    assert len(titles(made[0].path)) > len(ARCHETYPES)  # two graphics stand on two slides


def test_a_preview_that_is_open_and_a_language_that_is_not_there_are_told(tmp_path: Path) -> None:
    (tmp_path / "~$en.pptx").write_bytes(b"")

    with pytest.raises(DeckgenError, match="is open in another program"):
        shown(Path("boardroom"), "en", output=tmp_path)
    with pytest.raises(DeckgenError, match="--language is 'xx'; the template has: en, "):
        shown(Path("boardroom"), "xx", output=tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="a program of the test is a shell script")
@pytest.mark.parametrize(("script", "failed"), [("exit 1", "LibreOffice"), ("sleep 60", "LibreOffice")])
def test_a_libreoffice_that_fails_or_hangs_is_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, failed: str
) -> None:
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/bin{os.pathsep}/usr/bin")
    monkeypatch.setattr(of_decks, "_DEADLINE_S", 0.3)
    deck = tmp_path / "en.pptx"
    deck.write_bytes(b"x")

    assert pictures(deck) == Pictures(failed=failed)
