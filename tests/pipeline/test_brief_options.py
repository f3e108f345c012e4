"""[options] of a brief: typed as its template declares them, every mistake named."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from deckgen.errors import BriefError
from deckgen.model.options import MOST_ROWS, Option, OptionKind, OptionValue
from deckgen.pipeline.briefs import load_brief
from tests.pipeline.good_brief import AS_OF, GOOD, SOURCES, TEMPLATES

OPTIONS = (
    Option(key="fee", kind=OptionKind.MONEY),
    Option(key="scope", kind=OptionKind.TEXT),
    Option(key="outcome", kind=OptionKind.FLAG),
    Option(key="by", kind=OptionKind.DAY),
    Option(key="kind", kind=OptionKind.CHOICE, choices=("fixed", "outcome")),
    Option(key="stages", kind=OptionKind.LIST),
    Option(
        key="promises",
        kind=OptionKind.TABLE,
        columns=(("what", OptionKind.TEXT), ("target", OptionKind.NUMBER)),
    ),
)


def options(text: str, folder: Path, declared: tuple[Option, ...] = OPTIONS) -> Mapping[str, OptionValue]:
    path = folder / "brief.toml"
    path.write_text(GOOD + text, encoding="utf-8")
    return load_brief(
        path, as_of=AS_OF, sources=SOURCES, templates=TEMPLATES, options=lambda _: declared
    ).options


def test_every_type_is_read(tmp_path: Path) -> None:
    found = options(
        "[options]\nfee = 12000.50\nscope = 'Listen and answer'\noutcome = false\nby = 2027-05-01\n"
        "kind = 'outcome'\nstages = ['Listen', 'Answer']\n"
        "[[options.promises]]\nwhat = 'Answers'\ntarget = 90\n[[options.promises]]\nwhat = 'Posts'\n",
        tmp_path,
    )

    assert found == {
        "fee": Decimal("12000.50"),
        "scope": "Listen and answer",
        "outcome": False,
        "by": date(2027, 5, 1),
        "kind": "outcome",
        "stages": ("Listen", "Answer"),
        "promises": ({"what": "Answers", "target": Decimal(90)}, {"what": "Posts", "target": None}),
    }


def test_what_the_brief_leaves_out_is_not_in_it(tmp_path: Path) -> None:
    assert options("", tmp_path) == {}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[options]\nfe = 1\n", 'options.fe is not known here; did you mean "fee"?'),
        ("[options]\nfee = 'much'\n", "options.fee is not a number"),
        ("[options]\nfee = -1\n", "options.fee is out of range"),
        ("[options]\nkind = 'free'\n", 'options.kind is "free"; use one of: fixed, outcome'),
        ("[options]\noutcome = 1\n", "options.outcome is neither true nor false"),
        ("[options]\nby = 'May'\n", "options.by is no date of the calendar"),
        ("[[options.promises]]\nwhy = 'x'\n", "options.promises.1.why is not known here"),
        ("[[options.promises]]\ntarget = 'x'\n", "options.promises.1.target is not a number"),
        ("[[options.promises]]\n" * (MOST_ROWS + 1), f"options.promises has {MOST_ROWS + 1} rows"),
        ("options = 3\n", "options is not a table"),
    ],
)
def test_a_wrong_option_is_named(text: str, told: str, tmp_path: Path) -> None:
    if text.startswith("options"):  # before any table
        path = tmp_path / "brief.toml"
        path.write_text(text + GOOD, encoding="utf-8")
        with pytest.raises(BriefError) as caught:
            load_brief(path, as_of=AS_OF, sources=SOURCES, templates=TEMPLATES, options=lambda _: OPTIONS)
    else:
        with pytest.raises(BriefError) as caught:
            options(text, tmp_path)

    assert any(told in line for line in caught.value.problems)


def test_a_template_without_options_takes_none(tmp_path: Path) -> None:
    with pytest.raises(BriefError, match='cannot be set for the template "boardroom"; it has no options'):
        options("[options]\nfee = 1\n", tmp_path, declared=())


def test_a_clients_own_template_is_used_without_being_named(tmp_path: Path) -> None:
    path = tmp_path / "brief.toml"
    path.write_text(GOOD.replace('template = "boardroom"\n', ""), encoding="utf-8")
    known = {**TEMPLATES, "template": ("en", "sv")}

    assert load_brief(path, as_of=AS_OF, sources=SOURCES, templates=known).template == "template"
    assert load_brief(path, as_of=AS_OF, sources=SOURCES, templates=TEMPLATES).template == "boardroom"
