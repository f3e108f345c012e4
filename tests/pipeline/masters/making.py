"""Clients' folders with a template, for the tests of the commands about templates."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from deckgen.pipeline.masters import checking, trial
from deckgen.pipeline.masters.new import NewTemplate, new_template
from tests.outputs import masters as made

ROOT = Path(__file__).resolve().parents[3]
SLIDE = """+++
archetype = "{archetype}"
section = "talk"
finding = "talk"
title = "{title}"

{more}
+++
Notes.
"""


def master_file(path: Path, make: str | Callable[[], Any] = "German") -> Path:
    """A stranger's master as a file."""
    build = made.MASTERS[make] if isinstance(make, str) else make
    path.write_bytes(made.saved(build()))
    return path


def client(folder: Path, make: str | Callable[[], Any] = "German", *, name: str = "acme") -> NewTemplate:
    """A client's folder with a template on a stranger's master."""
    master = master_file(folder / "Acme_2026.pptx", make)
    return new_template(folder / name, base="boardroom", master=master, name="")


def sample_client(folder: Path, sample: str = "quiet") -> Path:
    """A sample company's folder, whose brief names no template."""
    target = folder / "acme"
    shutil.copytree(ROOT / "sample_inputs" / sample, target)
    brief = target / "brief.toml"
    lines = brief.read_text(encoding="utf-8").splitlines()
    brief.write_text("\n".join(line for line in lines if not line.startswith("template =")), encoding="utf-8")
    return target


def slide(
    folder: Path, key: str, *, title: str = "A claim", archetype: str = "table", more: str = ""
) -> Path:
    """A slide file of the client's own."""
    path = folder / "slides" / f"{key}.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(SLIDE.format(archetype=archetype, title=title, more=more), encoding="utf-8")
    return path


def outline(folder: Path, *keys: str) -> None:
    """Adds an outline of its own to a template."""
    path = folder / "template.toml"
    named = ", ".join(f'"{key}"' for key in keys)
    path.write_text(
        path.read_text(encoding="utf-8") + f"\n[lengths]\nfull = [{named}]\n"
        "meeting = []\nfive = []\nmemo = []\n",
        encoding="utf-8",
    )


def with_one_sample(patch: pytest.MonkeyPatch) -> None:
    """Only the smallest sample is tried: quick."""
    one = tuple(s for s in trial.sample_companies() if s.name == "quiet")
    for module in (trial, checking):
        patch.setattr(module, "sample_companies", lambda: one)
