"""A brief that deckgen writes is one that deckgen reads, whatever was answered."""

from __future__ import annotations

import tempfile
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.pipeline.briefs import load_brief
from deckgen.pipeline.new_brief import Answers, new_brief_text

TODAY = date(2026, 11, 22)


def some_answers(**changes: Any) -> Answers:
    return Answers(
        **{
            "name": "Norrvind",
            "domains": ["norrvind.example"],
            "competitors": [("Velmora", ["velmora.example"]), ("Brightspoke", ["brightspoke.example"])],
            "rule": "Makers of city e-bikes that sell in the same country",
            "brand": [],
            "industry": ["city e-bike"],
            "country": "SE",
            "language": "sv",
            "contact": "press@norrvind.example",
            **changes,
        }
    )


def test_a_new_brief_loads_again_with_what_was_answered(tmp_path: Path) -> None:
    path = tmp_path / "brief.toml"
    path.write_text(
        new_brief_text(some_answers(name='Norr"vind $name', audience="The board"), today=TODAY),
        encoding="utf-8",
    )

    brief = load_brief(path, as_of=TODAY, sources={}, templates={"boardroom": ["en"]})

    assert brief.us.name == 'Norr"vind $name'
    assert [c.domains for c in brief.competitors] == [("velmora.example",), ("brightspoke.example",)]
    assert [q.text for q in brief.queries] == ['Norr"vind $name', "city e-bike"]
    assert brief.competitors_chosen_on == TODAY
    assert brief.audience == "The board"


def test_every_line_that_may_be_added_is_valid_when_its_mark_is_taken_off(tmp_path: Path) -> None:
    text = new_brief_text(some_answers(), today=TODAY)
    lines = [
        line.removeprefix("# ")
        if line.startswith("# ") and (" = " in line or line.startswith("# ["))
        else line
        for line in text.splitlines()
    ]
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.html").write_text("x")
    path = tmp_path / "brief.toml"
    path.write_text(
        "\n".join(lines)
        .replace("https://www.linkedin.com/company/...", "https://www.linkedin.com/company/norrvind")
        .replace('"https://..."', '"https://www.linkedin.com/company/norrvind"')
        .replace('"..."', '"Kim Strand"'),
        encoding="utf-8",
    )

    brief = load_brief(path, as_of=TODAY, sources={"saved_pages": ["files"]}, templates={"boardroom": ["en"]})

    assert brief.plan.people == 2
    assert brief.manual[0].metric == "audience"
    assert brief.exclusions[0].name == "Kim Strand"
    assert brief.settings("saved_pages").options["files"] == ("pages/a.html",)


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=60), st.lists(st.text(max_size=40), max_size=3))
def test_no_answer_becomes_toml(name: str, industry: list[str]) -> None:
    values = tomllib.loads(new_brief_text(some_answers(name=name, industry=industry), today=TODAY))

    assert values["us"].keys() == {"name", "aliases", "domains", "handles"}
    assert len(values["queries"]["industry"]) == len(industry)
    if "\x7f" not in name:
        assert values["us"]["name"] == name


def test_an_unanswered_question_is_asked_for_by_name_when_loading() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "brief.toml")
        path.write_text(new_brief_text(some_answers(contact=""), today=TODAY), encoding="utf-8")
        try:
            load_brief(path, as_of=TODAY, sources={}, templates={"boardroom": ["en"]})
            message = ""
        except Exception as error:
            message = str(error)

    assert "deck.contact is empty" in message
