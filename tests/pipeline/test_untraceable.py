"""A build says which numbers of its deck somebody typed into the template."""

from __future__ import annotations

import shutil
from pathlib import Path

from deckgen.pipeline.build import Built, build
from deckgen.pipeline.resources import samples, template_roots


def built(folder: Path, template: Path | None = None) -> Built:
    shutil.copytree(samples() / "quiet", folder)
    if template is not None:
        shutil.copytree(template, folder / "boardroom")
        cover = folder / "boardroom" / "slides" / "cover.md"
        text = cover.read_text(encoding="utf-8")
        cover.write_text(
            text.replace("+++\n", '+++\nown_numbers = ["90"]\n', 1) + "\nIn 90 days and 17 steps.\n"
        )
    return build(folder, environ={}, is_offline=True, length="five" if template is None else "full")


def test_a_deck_of_the_built_in_template_gives_no_such_warning(tmp_path: Path) -> None:
    made = built(tmp_path / "client")

    assert not [line for line in made.gathered.warnings if "typed by hand" in line]


def test_a_number_typed_into_a_slide_file_is_told_with_file_field_and_number(tmp_path: Path) -> None:
    made = built(tmp_path / "client", template_roots()[0] / "boardroom")

    told = [line for line in made.gathered.warnings if "typed by hand" in line]
    path = tmp_path / "client" / "boardroom" / "slides" / "cover.md"
    assert [line.partition(":")[0] for line in told] == [f"{path}, notes"]
    assert "the number 17 is typed by hand" in told[0]
