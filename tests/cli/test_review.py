"""`deckgen review` on a client's folder: the file, what people write into it, what the build makes of it."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from deckgen.outputs.pptx import read_ledger
from deckgen.pipeline.build import gather
from deckgen.pipeline.evidence_file import evidence_text
from deckgen.pipeline.review import coder_name
from tests.cli.running import deckgen
from tests.end_to_end.client import ROOT

Row = dict[str, str]
SAMPLE = ROOT / "sample_inputs" / "mixed"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SAMPLE, tmp_path / "acme"))


def rows_of(path: Path) -> list[Row]:
    text = path.read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def saved(path: Path, rows: Iterable[Row], *, encoding: str = "utf-8-sig", separator: str = ";") -> None:
    rows = list(rows)
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=separator, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(out.getvalue().encode(encoding))


def coded(path: Path, code: Callable[[int, Row], Row]) -> None:
    saved(path, [{**row, **code(i, row)} for i, row in enumerate(rows_of(path))])


def begun(folder: Path, coder: str = "Anna") -> Path:
    ran = deckgen("review", folder, "--coder", coder, "--quiet")
    assert (ran.code, ran.err) == (0, "")
    return Path(ran.out.strip())


def kinds(row: Row) -> Row:
    return {"label": row["told"]} if row["what"] == "result" else {"keep": "yes"}


def test_the_first_file_has_every_result_and_nothing_coded(folder: Path) -> None:
    ran = deckgen("review", folder)

    path = folder / "review" / "reviewer.csv"
    rows = rows_of(path)
    assert (ran.code, ran.out.splitlines()[-1]) == (0, str(path))
    assert " ".join(rows[0]) == "id what source about title text url date told reasons keep label note"
    assert {row["what"] for row in rows} == {"result", "mention"}
    assert len({row["id"] for row in rows}) == len(rows)
    assert not any(row["keep"] or row["label"] or row["note"] for row in rows)
    assert "Nothing is coded yet" in ran.out


def test_a_file_that_lacks_nothing_is_not_touched(folder: Path) -> None:
    path = begun(folder)
    path.write_bytes(path.read_bytes() + b"\r\n")
    before = path.read_bytes()

    begun(folder)

    assert path.read_bytes() == before


@pytest.mark.parametrize(("encoding", "separator"), [("utf-8", ","), ("utf-16", "\t"), ("cp1252", ";")])
def test_what_people_wrote_stays_when_rows_are_added(folder: Path, encoding: str, separator: str) -> None:
    path = begun(folder)
    first, second, third, *_ = rows_of(path)
    mine = {**first, "keep": "no", "note": "–weiß, see\nbelow", "url": ""}
    gone = {**second, "id": "r-000000000000", "keep": "yes"}
    saved(
        path,
        [{"my own": "=1", **mine}, {"my own": "x", **gone}, {"my own": "", **third}],
        encoding=encoding,
        separator=separator,
    )

    begun(folder)

    text = path.read_bytes().decode("utf-16" if encoding == "utf-16" else "utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=separator))
    assert rows[0] == {"my own": "'=1", **mine, "note": "–weiß, see\nbelow"}
    assert rows[1] == {"my own": "x", **gone}
    assert second["id"] in {row["id"] for row in rows[3:]}
    assert all(row["my own"] == "" for row in rows[2:])


def test_two_people_code_the_same_rows_and_their_agreement_is_told(folder: Path) -> None:
    anna, ben = begun(folder), begun(folder, "Ben")
    coded(anna, lambda i, row: kinds(row))
    coded(ben, lambda i, row: {"label": "wiki"} if i == 3 else {"keep": "no"} if i == 4 else kinds(row))
    differing = rows_of(ben)[3:5]

    ran = deckgen("review", folder)

    assert "Files of 2 people, none changed" in ran.out
    assert "Anna and Ben on what kind of page a result is" in ran.out
    assert "Cohen's kappa 0.9" in ran.out
    for row, label in zip(differing, ("wiki", "drop"), strict=True):
        assert f"{row['id']}  Anna: {row['told']}, Ben: {label}  {row['url']}" in ran.out
    assert "Ben: " in ran.out
    assert "1 labels changed, 1 dropped" in ran.out
    assert "Where they differ the deck takes neither" in ran.out


def test_few_rows_in_common_give_no_figure(folder: Path) -> None:
    for coder in ("Anna", "Ben"):
        coded(begun(folder, coder), lambda i, row: kinds(row) if i < 9 else {})

    ran = deckgen("review", folder, "--coder", "Anna")

    assert "9 of 9 the same; too few rows for a figure, 50 are needed" in ran.out


def test_the_build_takes_the_review_and_its_deck_leads_back_to_it(folder: Path) -> None:
    path = begun(folder)
    dropped = next(row for row in rows_of(path) if row["what"] == "result")
    coded(path, lambda i, row: {"keep": "no"} if row["id"] == dropped["id"] else kinds(row))

    ran = deckgen("build", folder, "--offline", "--full", "--length", "full")

    assert ran.code in (0, 3, 4), ran.err
    entries = {e.key: e for e in read_ledger(folder / "deck.pptx").entries}
    coded_results = entries["visible.coded_results"]
    assert int(coded_results.printed) > 10
    assert {o.url for o in coded_results.origins} == {"file:review/Anna.csv"}
    assert any(o.source == "review" for o in entries["visible.classified"].origins)
    trail = deckgen("trace", folder / "deck.pptx", coded_results.printed)
    assert "file:review/Anna.csv" in trail.out


def test_the_same_review_gives_the_same_bytes(folder: Path) -> None:
    coded(begun(folder), lambda i, row: kinds(row))

    decks = []
    for _ in range(2):
        deckgen("build", folder, "--offline", "--full")
        decks.append((folder / "deck.pptx").read_bytes())

    assert decks[0] == decks[1]


@pytest.mark.parametrize("command", [("review",), ("build", "--offline")])
def test_mistakes_end_the_run_and_lose_nothing(folder: Path, command: tuple[str, ...]) -> None:
    path = begun(folder)
    coded(path, lambda i, row: {"keep": "maybe"} if i == 0 else {"label": "blg"} if i == 1 else {})
    before = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file() and p.name != ".deckgen.lock"}

    ran = deckgen(command[0], folder, *command[1:])

    assert ran.code == 2
    assert f'{path}: line 2: keep is "maybe"; write yes or no' in ran.err
    assert f'{path}: line 3: label is "blg"; did you mean "blog"?' in ran.err
    assert {p: p.read_bytes() for p in before} == before


def test_without_the_file_the_build_goes_on(folder: Path) -> None:
    path = begun(folder)
    coded(path, lambda i, row: {"keep": "maybe"})
    path.rename(folder / "later.csv")

    assert deckgen("build", folder, "--offline").code in (0, 3, 4)


def test_a_file_that_is_open_elsewhere_is_not_written(folder: Path) -> None:
    path = begun(folder)
    saved(path, rows_of(path)[:1])
    path.with_name(f".~lock.{path.name}#").write_text("", encoding="utf-8")
    before = path.read_bytes()

    ran = deckgen("review", folder, "--coder", "Anna")

    assert (ran.code, path.read_bytes()) == (73, before)
    assert "is open in another program" in ran.err


def test_before_anything_was_collected_it_says_what_to_run(folder: Path) -> None:
    shutil.rmtree(folder / "evidence")

    ran = deckgen("review", folder)

    assert ran.code == 2
    assert f"run: deckgen collect {folder}" in ran.err


@pytest.mark.parametrize("name", ["../x", "a/b", "con", "NUL.x", ".hidden", "x" * 60, "-", "a\nb/c", "~$a"])
def test_a_name_that_is_no_file_name_is_refused(folder: Path, name: str) -> None:
    ran = deckgen("review", folder, f"--coder={name}")

    assert ran.code == 2
    assert "--coder must be a short name" in ran.err
    assert not (folder / "review").exists()


@pytest.mark.parametrize("name", ["Anna", "Åsa Öberg", "j.doe", "coder-2", "7"])
def test_names_of_people_are_names_of_files(name: str) -> None:
    assert coder_name(f" {name} ") == name


def test_a_coder_is_known_whatever_the_case(folder: Path) -> None:
    assert begun(folder, "Anna") == begun(folder, "anna")


def test_the_sample_is_the_same_in_every_run(folder: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(SAMPLE, tmp_path / "again"))

    assert begun(folder).read_bytes() == begun(other).read_bytes()


def test_collected_evidence_tells_what_was_reviewed(folder: Path) -> None:
    # the evidence file of a live run is written by the same function as that of this replay
    coded(begun(folder), lambda i, row: {"keep": "no"} if i == 0 else {})

    told = json.loads(evidence_text(gather(folder, environ={}, is_offline=True).evidence))

    assert [n for _, _, why, n in told["removed"] if why == "reviewed"] == [1]
    assert told["reviews"][0]["url"] == "file:review/Anna.csv"
