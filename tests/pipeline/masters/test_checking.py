"""`template check` finds what will not work before any data is collected."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from deckgen.pipeline.masters.checking import Checked, check
from deckgen.pipeline.masters.issues import Issue, Level, Topic
from deckgen.pipeline.masters.located import located
from tests.outputs import masters as made
from tests.outputs.pptx import drawn
from tests.pipeline.masters.making import client, outline, slide, with_one_sample


@pytest.fixture(autouse=True)
def _one_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    with_one_sample(monkeypatch)


def checked(folder: Path, *languages: str) -> Checked:
    return check(located(folder / "acme"), languages=languages)


def of(found: Checked, topic: Topic) -> list[Issue]:
    return [issue for issue in found.issues if issue.topic is topic]


def codes(issues: Sequence[Issue]) -> set[str]:
    return {issue.code for issue in issues}


def test_mistakes_in_slide_files_are_found_without_evidence(tmp_path: Path) -> None:
    new = client(tmp_path)
    outline(new.folder, "mine", "summary")
    path = slide(new.folder, "mine", title="{{ talk.totl }} of {{ talk.total|bear }}")

    issues = of(checked(tmp_path), Topic.SLIDES)

    told = {(i.code, i.facts["word"], i.facts["nearest"]) for i in issues if i.code != "translation"}
    assert told == {("name", "talk.totl", "talk.total"), ("filter", "bear", "bare")}
    assert {i.facts["path"] for i in issues} == {str(path)}
    assert all(i.level is Level.STOPS for i in issues)


def test_a_wording_that_no_sample_asks_for_is_tried_too(tmp_path: Path) -> None:
    new = client(tmp_path)
    outline(new.folder, "mine")
    wordings = "\n".join(f'{v} = "A claim"' for v in ("strong", "missing", "contradicts"))
    text = f'finding = "talk"\n[kicker]\n{wordings}\nweak = "{{{{ talk.tables.sources|day }}}}"'
    path = slide(new.folder, "mine", more=text.removeprefix('finding = "talk"\n'))

    issues = of(checked(tmp_path), Topic.SLIDES)

    assert [i.code for i in issues] == ["fails"]
    assert str(issues[0].facts["sentence"]).startswith(str(path))
    assert "needs a number" in str(issues[0].facts["sentence"])


def test_a_number_typed_by_hand_is_told_unless_it_is_called_ones_own(tmp_path: Path) -> None:
    new = client(tmp_path)
    outline(new.folder, "mine")
    slide(new.folder, "mine", title="We reach 45 towns")

    issues = of(checked(tmp_path), Topic.SLIDES)

    assert [(i.code, i.level) for i in issues] == [("typed", Level.MEND)]
    assert "the number 45 is typed by hand" in str(issues[0].facts["sentence"])


def test_a_title_that_no_layout_holds_is_told_with_its_slide(tmp_path: Path) -> None:
    new = client(tmp_path)
    outline(new.folder, "mine")
    slide(new.folder, "mine", title="A very long claim " * 40)

    issues = of(checked(tmp_path), Topic.ROOM)

    refused = [i for i in issues if i.code == "no-room"]
    assert len(refused) == 1
    assert "slide 'mine', title" in str(refused[0].facts["sentence"])


def test_a_text_without_translation_is_told_by_language(tmp_path: Path) -> None:
    new = client(tmp_path)
    outline(new.folder, "mine")
    slide(new.folder, "mine", title="A claim of our own")

    found = checked(tmp_path, "sv")

    issues = of(found, Topic.TRANSLATIONS)
    assert {i.facts["language"] for i in issues} == {"sv"}
    assert any("A claim of our own" in str(i.facts["sentence"]) for i in issues)


def test_a_layout_that_is_not_there_is_told_with_the_nearest(tmp_path: Path) -> None:
    new = client(tmp_path)
    path = new.folder / "template.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('cover = "Titelfolie"', 'cover = "Titelfolien"'), encoding="utf-8")

    issues = of(checked(tmp_path), Topic.MAPPING)

    lost = next(i for i in issues if i.code == "no-layout")
    assert (lost.level, lost.facts["archetype"], lost.facts["nearest"]) == (
        Level.STOPS,
        "cover",
        "Titelfolie",
    )


def test_drawn_slides_are_told_apart_from_samples(tmp_path: Path) -> None:
    def drawn_master() -> object:
        presentation = made.with_samples()
        for text in ("Shown {{ talk.total }}", "Forgotten {{ talk.total }}"):
            drawn.box(presentation.slides.add_slide(presentation.slide_layouts[6]), text)
        return presentation

    new = client(tmp_path, drawn_master)
    outline(new.folder, "summary", "master:5")

    issues = of(checked(tmp_path), Topic.SAMPLES)

    assert {(i.code, i.facts.get("number", i.facts.get("numbers"))) for i in issues} == {
        ("drawn", 5),
        ("drawn-unused", 6),
        ("samples-dropped", "1 to 4"),
    }


def test_colours_that_cannot_be_read_are_told_with_what_is_written_for_them(tmp_path: Path) -> None:
    new = client(tmp_path)
    path = new.folder / "template.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + '\n[palette]\nus = "accent4"\naccent4 = "FFC000"\n', encoding="utf-8")
    outline(new.folder, "summary")

    issues = of(checked(tmp_path), Topic.COLOURS)

    us = next(i for i in issues if i.facts.get("role") == "us")
    assert (us.code, us.facts["own_shade"], us.facts["contrast"]) == ("colour-changed", "FFC000", 1.6)
    assert str(us.facts["written"]).startswith("accent4 lumMod=")
    assert float(us.facts["written_contrast"]) >= 3


def test_a_font_that_is_not_installed_is_told(tmp_path: Path) -> None:
    new = client(tmp_path)
    path = new.folder / "template.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + '\n[fonts]\nheading = "Nowhere Sans"\n', encoding="utf-8")
    outline(new.folder, "summary")

    issues = of(checked(tmp_path), Topic.FONTS)

    assert "Nowhere Sans" in {i.facts["family"] for i in issues}


def test_options_without_label_or_words_are_told_and_slides_are_tried_with_them(tmp_path: Path) -> None:
    new = client(tmp_path)
    path = new.folder / "template.toml"
    options = '\n[options.fee]\ntype = "money"\n\n'
    options += '[options.tone]\ntype = "choice"\nlabel = "Tone"\nchoices = ["kind"]\n'
    path.write_text(path.read_text(encoding="utf-8") + options, encoding="utf-8")
    outline(new.folder, "mine")
    slide(new.folder, "mine", title="{% if options.fee %}{{ options.fee|day }}{% else %}A claim{% endif %}")

    found = checked(tmp_path)

    assert codes(of(found, Topic.SETTINGS)) == {"no-label", "no-choice"}
    assert "fails" in codes(of(found, Topic.SLIDES))


@pytest.mark.parametrize(
    ("make", "code"),
    [
        ("doubled placeholders", "doubled-index"),
        ("no content layout", "no-title"),
        ("4:3", "two-slides"),
        ("tiny title", "title-moved-out"),
    ],
)
def test_what_is_odd_about_a_master_is_told(tmp_path: Path, make: str, code: str) -> None:
    new = client(tmp_path, make)
    outline(new.folder, "summary", "cover")

    assert code in codes(checked(tmp_path).issues)


def test_the_built_in_template_is_well() -> None:
    found = check(located(Path("boardroom")), languages=())

    assert [i for i in found.issues if i.level is not Level.KNOW] == []
    assert found.is_well
