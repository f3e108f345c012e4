"""template.toml is written again and again; what a person wrote in it stays."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from deckgen.errors import DeckgenError
from deckgen.pipeline.masters.settings import Proposal, Settings, Written, headed

WHERE = Path("template.toml")
HEAD = headed("acme", "boardroom")


def proposal(layout: str, *, archetype: str = "table") -> Proposal:
    return Proposal(place=("layouts", archetype), value=layout, why="it leaves\nthe most room")


def written(text: str, *proposals: Proposal) -> Written:
    return Settings(text, where=WHERE).propose(proposals, tables=("layouts",))


def test_a_proposal_is_written_with_its_reason_on_the_same_line() -> None:
    made = written(HEAD, proposal("Nur Titel"))

    assert tomllib.loads(made.text)["layouts"] == {"table": "Nur Titel"}
    assert 'table = "Nur Titel"  # proposed "Nur Titel": it leaves the most room\n' in made.text
    assert [c.value for c in made.added] == ["Nur Titel"]


def test_writing_the_same_again_changes_nothing() -> None:
    first = written(HEAD, proposal("Nur Titel"), proposal("Titelfolie", archetype="cover"))

    again = written(first.text, proposal("Nur Titel"), proposal("Titelfolie", archetype="cover"))

    assert again.text == first.text
    assert (again.added, again.changed, again.kept, again.dropped) == ((), (), (), ())


def test_a_changed_value_is_a_persons_and_stays_whatever_is_proposed() -> None:
    first = written(HEAD, proposal("Nur Titel"))
    corrected = first.text.replace('table = "Nur Titel"', 'table = "Leer"')

    again = written(corrected, proposal("Titel und Inhalt"))

    assert tomllib.loads(again.text)["layouts"] == {"table": "Leer"}
    assert [(c.value, c.proposed) for c in again.kept] == [("Leer", "Titel und Inhalt")]


def test_what_was_only_proposed_follows_the_new_proposal() -> None:
    first = written(HEAD, proposal("Nur Titel"), proposal("Titelfolie", archetype="cover"))

    again = written(first.text, proposal("Titel und Inhalt"))

    assert tomllib.loads(again.text)["layouts"] == {"table": "Titel und Inhalt"}
    assert [(c.before, c.value) for c in again.changed] == [("Nur Titel", "Titel und Inhalt")]
    assert [c.place for c in again.dropped] == [("layouts", "cover")]


def test_comments_order_and_other_tables_of_a_person_stay() -> None:
    own = (
        HEAD
        + '\n# our own words\n[fonts]\nheading = "Georgia"  # as agreed\n\n[layouts]\ncover = "X" # mine\n'
    )

    made = written(own, proposal("Nur Titel"))

    assert '# our own words\n[fonts]\nheading = "Georgia"  # as agreed' in made.text
    assert 'cover = "X" # mine' in made.text
    assert [c.place[-1] for c in made.kept] == ["cover"]


@pytest.mark.parametrize("name", ['A "B" \\ C', "日本語 レイアウト", "x # y", "tab\there"])
def test_any_name_of_a_layout_survives(name: str) -> None:
    first = written(HEAD, proposal(name))

    again = written(first.text, proposal(name))

    assert tomllib.loads(again.text)["layouts"] == {"table": name}
    assert again.kept == ()


def test_a_mistake_in_the_file_is_told_with_its_line() -> None:
    with pytest.raises(DeckgenError, match="line 2"):
        Settings('name = "acme"\nextends = boardroom\n', where=WHERE)
