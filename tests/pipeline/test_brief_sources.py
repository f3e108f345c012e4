"""Files that the brief names: expanded in order, only from its own folder, missing ones reported."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from deckgen.model.brief import SourceSettings
from deckgen.parsing.fields import Fields, Problems
from deckgen.pipeline.brief_sources import read_sources


def read(value: object, folder: Path, option: str = "files") -> tuple[SourceSettings, list[str]]:
    problems = Problems("brief.toml")
    top = Fields({"sources": {"saved_pages": {option: value}}}, at="", problems=problems)
    return read_sources(top, {"saved_pages": [option]}, folder=folder)["saved_pages"], problems.lines


@pytest.fixture
def client(tmp_path: Path) -> Path:
    folder = tmp_path / "client"
    (folder / "pages").mkdir(parents=True)
    for name in ("b.html", "a.html", "notes.txt"):
        (folder / "pages" / name).write_text("x")
    (tmp_path / "secret.html").write_text("x")
    return folder


def test_a_pattern_becomes_the_sorted_files_it_matches(client: Path) -> None:
    settings, problems = read("pages/*.html", client)

    assert settings.options["files"] == ("pages/a.html", "pages/b.html")
    assert problems == []


def test_names_keep_their_order_and_each_file_stands_once(client: Path) -> None:
    settings, _ = read(["pages/b.html", "pages/*.html"], client)

    assert settings.options["files"] == ("pages/b.html", "pages/a.html")


def test_backslashes_of_windows_are_understood(client: Path) -> None:
    assert read("pages\\a.html", client)[0].options["files"] == ("pages/a.html",)


@pytest.mark.parametrize(
    "pattern", ["pages/*.mhtml", "nothing.html", "pages", "**x", "pages/[.html", "\u2603*"]
)
def test_a_pattern_without_a_file_is_a_mistake(pattern: str, client: Path) -> None:
    _, problems = read(pattern, client)

    assert problems == [
        f'brief.toml: sources.saved_pages.files is "{pattern}", and there is no such file; '
        "check the name; paths count from the folder of brief.toml"
    ]


@pytest.mark.parametrize(
    "pattern",
    ["../secret.html", "/etc/hosts", "pages/../../secret.html", "C:/x.html", "~/x.html", "..\\*.html"],
)
def test_a_path_outside_the_folder_is_refused(pattern: str, client: Path) -> None:
    settings, problems = read(pattern, client)

    assert settings.options["files"] == ()
    assert "outside the folder of the brief; move the file beside brief.toml" in problems[0]


def test_a_link_that_leads_out_of_the_folder_is_no_file(client: Path) -> None:
    try:
        os.symlink(client.parent / "secret.html", client / "link.html")
    except OSError:
        pytest.skip("this system makes no links for this user")

    assert "there is no such file" in read("link.html", client)[1][0]


def test_one_file_is_an_option_of_its_own(client: Path) -> None:
    assert read("pages/notes.txt", client, option="file")[0].options["file"] == ("pages/notes.txt",)


def test_other_options_are_kept_as_written(client: Path) -> None:
    assert read(["*.example"], client, option="instances")[0].options["instances"] == ("*.example",)
