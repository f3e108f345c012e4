"""docs/templates.md: its reference is what the code says, and what its tutorial tells one to type works."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from pptx import Presentation

from deckgen.outputs.pptx.zipping import unpacked
from deckgen.pipeline.build import build
from scripts.make_template_reference import MARK, PAGE, page
from scripts.make_tutorial import MASTER, master

ROOT = Path(__file__).resolve().parents[1]
TUTORIAL = PAGE.read_text(encoding="utf-8").partition(MARK)[0]


def test_the_reference_is_what_the_code_says() -> None:
    written = PAGE.read_text(encoding="utf-8")

    assert written == page(written), "run: python -m scripts.make_template_reference"


def test_the_tutorials_master_is_the_one_its_script_makes() -> None:
    def drawn(source: Path | bytes) -> dict[str, bytes]:
        parts = unpacked(source, where=MASTER.name, only="ppt/")
        return {name: blob for name, blob in parts.items() if name.endswith((".xml", ".rels", ".png"))}

    assert drawn(MASTER) == drawn(master())
    assert "ppt/slides/slide1.xml" in drawn(MASTER)


def test_every_picture_of_the_tutorial_is_there() -> None:
    for name in re.findall(r"\]\((templates/[^)]+)\)", TUTORIAL):
        assert (PAGE.parent / name).is_file(), name


def blocks(begin: str) -> list[str]:
    """The indented blocks of the tutorial that begin with these words, without their indent."""
    found = re.findall(r"(?:^ {4}.*\n|^\n(?= {4}))+", TUTORIAL, re.MULTILINE)
    plain = ["\n".join(line[4:] for line in block.splitlines()).strip("\n") for block in found]
    return [block for block in plain if block.startswith(begin)]


@pytest.fixture
def client(tmp_path: Path) -> Path:
    folder = tmp_path / "norrvind"
    shutil.copytree(ROOT / "sample_inputs" / "strong", folder)
    (folder / "template" / "slides").mkdir(parents=True)
    shutil.copy(MASTER, folder / "template")
    return folder


def test_settings_and_slides_of_the_tutorial_build(client: Path) -> None:
    mine, rivals = blocks("+++")
    settings = [*blocks("[layouts]"), *blocks("[options.fee]"), *blocks("[palette]\nus")]
    lengths = '[lengths]\nfive = ["cover", "beside", "master:Our rivals", "summary", "decide"]'
    assert 'five = ["master:Our rivals"' in blocks("[lengths]")[0]
    head = 'name = "norrvind"\nextends = "boardroom"\nmaster = "norrvind-2026.pptx"'
    (client / "template" / "template.toml").write_text("\n\n".join((head, *settings, lengths)), "utf-8")
    (client / "template" / "slides" / "cover.md").write_text(mine, "utf-8")
    (client / "template" / "slides" / "beside.md").write_text(rivals, "utf-8")

    built = build(client, environ={}, is_offline=True, length="five")

    titles = [s.shapes.title.text_frame.text for s in Presentation(str(built.path)).slides]
    assert titles[0].replace("\v", " ") == "What people say about Norrvind Cycles"
    assert titles[1:4] == ["Velmora beside us", "Brightspoke beside us", "Kestrel Bikes beside us"]
    assert titles[4] == "At least 1,300 posts name Norrvind Cycles"
