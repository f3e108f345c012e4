"""Reading FOLDER/review: what is understood, and every mistake told with its line and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from deckgen.errors import InputError
from deckgen.model.evidence import SiteKind
from deckgen.pipeline.reviews import Review, read_reviews

HEAD = "id,what,title,told,keep,label,note"
A, B = "r-0123456789ab", "m-ba9876543210"


def folder_with(tmp_path: Path, **files: str) -> Path:
    """A client's folder; the name of a file is that of its coder, or of the file with _ for the dot."""
    (tmp_path / "review").mkdir()
    for name, text in files.items():
        stem, _, suffix = name.partition("_")
        (tmp_path / "review" / f"{stem}.{suffix or 'csv'}").write_text(text, encoding="utf-8")
    return tmp_path


def the_review(tmp_path: Path, *rows: str, head: str = HEAD) -> Review:
    [review] = read_reviews(folder_with(tmp_path, anna="\n".join((head, *rows, ""))))
    return review


def mistakes(folder: Path) -> list[str]:
    """What is wrong, without the path of the folder; the last line, that says how to go on, apart."""
    with pytest.raises(InputError) as caught:
        read_reviews(folder)
    *told, last = str(caught.value).splitlines()
    assert "move the files out of" in last
    assert "what was collected is untouched" in last
    assert caught.value.exit_code == 2
    return [line.removeprefix(f"{folder}/review/") for line in told]


def test_no_folder_and_an_empty_one_hold_no_reviews(tmp_path: Path) -> None:
    assert read_reviews(tmp_path) == ()
    assert read_reviews(folder_with(tmp_path)) == ()


@pytest.mark.parametrize(
    ("written", "keep"), [("yes", True), ("YES ", True), ("y", True), ("no", False), ("N", False), ("", None)]
)
def test_keep_is_yes_no_or_nothing(tmp_path: Path, written: str, keep: bool | None) -> None:
    review = the_review(tmp_path, f"{A},result,t,blog,{written},blog,")

    assert review.decisions[A].keep is keep


def test_a_label_is_read_whatever_its_case(tmp_path: Path) -> None:
    review = the_review(tmp_path, f"{A},result,t,blog,, Forum ,well")

    assert (review.decisions[A].label, review.decisions[A].line) == (SiteKind.FORUM, 2)


def test_only_rows_that_say_something_are_decisions(tmp_path: Path) -> None:
    review = the_review(tmp_path, f"{A},result,t,blog,,,only a note", f"{B},mention,t,,no,,")

    assert list(review.decisions) == [B]


def test_columns_may_be_moved_left_out_and_added(tmp_path: Path) -> None:
    review = the_review(tmp_path, f"mine;no;;{A}", head="my own;keep;label;id")

    assert review.decisions[A].keep is False


def test_what_excel_calls_unicode_text_is_read(tmp_path: Path) -> None:
    folder = folder_with(tmp_path)
    text = f"{HEAD}\r\n{A},result,Äpple,blog,yes,,\r\n".replace(",", "\t")
    (folder / "review" / "anna.txt").write_bytes(text.encode("utf-16"))

    [review] = read_reviews(folder)

    assert (review.coder, review.decisions[A].keep) == ("anna", True)


def test_the_files_of_open_programs_are_passed_over(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, anna=f"{HEAD}\n")
    for name in ("~$anna.csv", ".~lock.anna.csv#", ".anna.csv", "readme.md"):
        (folder / "review" / name).write_text("x", encoding="utf-8")

    assert [r.coder for r in read_reviews(folder)] == ["anna"]


def test_all_mistakes_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    folder = folder_with(
        tmp_path,
        anna="\n".join(
            (
                HEAD,
                f"{A},result,t,blog,maybe,,",
                f"{A},result,t,blog,yes,blogg,",
                f"{A},result,t,blog,yes,apricot,",
                "17,result,t,blog,yes,,",
                ",result,t,blog,no,,",
            )
        ),
        ben=f"{HEAD}\n{B},mention,t,,ja,,\n",
    )

    assert mistakes(folder) == [
        'anna.csv: line 2: keep is "maybe"; write yes or no, or leave it empty',
        'anna.csv: line 3: label is "blogg"; did you mean "blog"?',
        'anna.csv: line 4: label is "apricot"; use one of: blog, news, forum, social, video, wiki, shop, '
        "reference, company, own, competitor, unknown",
        'anna.csv: line 5 has the id "17", which deckgen did not write; '
        "copy the id back from the row it came from, or empty keep and label",
        "anna.csv: line 6 has lost its id; "
        "copy the id back from the row it came from, or empty keep and label",
        'ben.csv: line 2: keep is "ja"; write yes or no, or leave it empty',
    ]


def test_a_row_coded_twice_may_say_the_same_only(tmp_path: Path) -> None:
    rows = (f"{A},result,t,blog,yes,,", f"{B},mention,t,,no,,", f"{A},result,t,blog,yes,,")
    folder = folder_with(tmp_path, anna="\n".join((HEAD, *rows, f"{B},mention,t,,yes,,")))

    assert mistakes(folder) == [
        f"anna.csv: line 5 says something else of {B} than line 3; keep one of the two"
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (HEAD.replace("id,", ""), 'anna.csv: line 1 has no column "id"; put it back as deckgen wrote it, or'),
        (HEAD.replace("keep,label,", ""), 'anna.csv: line 1 has no column "keep" and "label"; put it back'),
        ("name,price\nbolt,3\n", "anna.csv: is no review file, its first line does not name the columns;"),
        ("", "anna.csv: is no review file"),
    ],
)
def test_a_foreign_file_and_a_lost_column_are_told_apart(tmp_path: Path, text: str, told: str) -> None:
    [line] = mistakes(folder_with(tmp_path, anna=text))

    assert line.startswith(told)
    assert line.endswith(f"write a fresh one: deckgen review {tmp_path} --coder anna")


def test_a_workbook_is_not_passed_over_in_silence(tmp_path: Path) -> None:
    assert mistakes(folder_with(tmp_path, anna_xlsx="PK")) == [
        "anna.xlsx: is a workbook, not read here; save it as CSV under the same name and remove it"
    ]


def test_one_person_has_one_file(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, Anna=HEAD, anna_txt=HEAD)

    assert mistakes(folder) == ["anna.txt: Anna.csv is Anna's file too; keep one of the two here"]


def test_no_mistake_breaks_a_message_into_lines(tmp_path: Path) -> None:
    [line] = mistakes(folder_with(tmp_path, anna=f'{HEAD}\n{A},r,t,b,"a\nb\x1b[31m",,\n'))

    assert line == 'anna.csv: line 2: keep is "a b [31m"; write yes or no, or leave it empty'


def test_of_very_many_mistakes_the_first_are_told(tmp_path: Path) -> None:
    rows = [f"r-{i:012x},result,t,blog,maybe,," for i in range(500)]

    told = mistakes(folder_with(tmp_path, anna="\n".join((HEAD, *rows))))

    assert len(told) == 41
    assert told[-1].startswith("and 460 more mistakes in ")


def test_a_column_that_stands_twice_is_told_as_one_of_them_would_not_be_read(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, anna=f"id,keep,label,Keep\n{A},,,no\n")

    assert mistakes(folder) == [
        'anna.csv: line 1 names the column "keep" twice; rename or remove the one that is not yours'
    ]
