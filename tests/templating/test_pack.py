"""A template's folder that a stranger packed: how much of it is read, and that nothing beside it is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from deckgen.errors import TemplateError
from deckgen.pipeline.resources import is_built_in, template_languages, template_roots
from deckgen.templating import pack as packs
from deckgen.templating.catalogue import read_catalogue
from deckgen.templating.pack import TEMPLATES, inside, is_name, pack
from deckgen.templating.template import chain_of, load_template

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=%s\\n"\n"Plural-Forms: %s\\n"\n\n'


def a_template(root: Path, name: str = "acme", text: str = 'extends = "boardroom"\n') -> Path:
    folder = root / name
    folder.mkdir()
    (folder / "template.toml").write_text(text)
    return folder


def refusal(root: Path, name: str = "acme") -> str:
    with pytest.raises(TemplateError) as caught:
        load_template(name, roots=template_roots(root))
    told = str(caught.value)
    assert "\n" not in told
    return told


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packs, "MAX_FILES", 3)
    folder = a_template(tmp_path)
    for n in range(3):
        (folder / f"{n}.md").write_text("")

    assert "holds over 3 files; leave in it only what the template needs" in refusal(tmp_path)


def test_too_large_files_are_refused_and_the_largest_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packs, "MAX_BYTES", 2_000_000)
    with (a_template(tmp_path) / "film.mp4").open("wb") as file:
        file.truncate(3_000_000)

    assert "take over 2 MB, 'film.mp4' alone 3 MB" in refusal(tmp_path)


def test_folders_in_folders_end(tmp_path: Path) -> None:
    folder = a_template(tmp_path)
    folder.joinpath(*"abcdefghijk").mkdir(parents=True)

    assert "folders over 8 deep" in refusal(tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="Windows lets only administrators make links")
@pytest.mark.parametrize("target", ["/etc", "/etc/passwd", "template.toml", "nowhere"])
def test_a_link_is_refused_wherever_it_leads(target: str, tmp_path: Path) -> None:
    (a_template(tmp_path) / "slides").symlink_to(target)

    assert "acme/slides: is a link or a device" in refusal(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no named pipes in folders")
def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(a_template(tmp_path) / "words.toml")

    assert "acme/words.toml: is a link or a device" in refusal(tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
@pytest.mark.parametrize("name", ["a\nb.md", "aux.md", "com1", "a:b.md", "end. ", "a\\x.md"])
def test_a_name_that_other_systems_read_otherwise_is_refused(name: str, tmp_path: Path) -> None:
    (a_template(tmp_path) / name).write_text("")

    assert "is no plain name of a file; rename or delete it" in refusal(tmp_path)


def test_what_programs_leave_behind_changes_no_deck(tmp_path: Path) -> None:
    folder = a_template(tmp_path)
    before = load_template("acme", roots=template_roots(tmp_path)).digest
    (folder / ".git").mkdir()
    (folder / ".git" / "HEAD").write_text("x")
    (folder / "~$master.pptx").write_text("x")

    assert load_template("acme", roots=template_roots(tmp_path)).digest == before
    (folder / "notes.txt").write_text("x")
    assert load_template("acme", roots=template_roots(tmp_path)).digest != before


OUTSIDE = [
    "../x",
    "../../etc/passwd",
    "/etc/passwd",
    "C:/Windows/win.ini",
    "C:x",
    "..\\x",
    "nul",
    "a/../../b",
    ".",
]


@pytest.mark.parametrize("name", OUTSIDE)
def test_extends_names_a_template_beside_and_no_path(name: str, tmp_path: Path) -> None:
    a_template(tmp_path, "x", "")
    (tmp_path / "client").mkdir()
    a_template(tmp_path / "client", text=f"extends = '{name}'\n")

    assert f"There is no template '{name}'; use one of: acme, boardroom" in refusal(tmp_path / "client")


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_master_lies_in_the_folder(name: str, tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"")
    a_template(tmp_path, text=f"extends = 'boardroom'\nmaster = '{name}'\n")

    assert f"master '{name}' is not in the template's folder" in refusal(tmp_path)


def test_a_slide_file_lies_in_the_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text('+++\narchetype = "text"\ntitle = "t"\n+++\n')
    a_template(tmp_path, text='extends = "boardroom"\n[lengths]\nfull = ["../../secret"]\n')

    template = load_template("acme", roots=template_roots(tmp_path))

    with pytest.raises(TemplateError, match=r"there is no slides/\.\./\.\./secret\.md"):
        template.slide("../../secret")
    assert inside(tmp_path / "acme", "template.toml") == tmp_path / "acme" / "template.toml"
    assert inside(tmp_path / "acme", "../secret.md") is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a." * 20_000 + "b = 1", "line 1: a key of more than 8 parts"),
        ("a = " + "[" * 5_000, "brackets are nested too deep"),
        ("a = " + "9" * 5_000, "a number is too long to be read"),
        ("a = [", "line 1"),
        ('a = "' + "x" * 400_000 + '"', "the file is over 400 KB"),
    ],
)
def test_settings_that_would_take_gigabytes_are_refused(text: str, says: str, tmp_path: Path) -> None:
    folder = a_template(tmp_path, text=text)

    assert says in refusal(tmp_path)
    (folder / "template.toml").write_text('extends = "boardroom"\n')
    (folder / "words.toml").write_text(text)
    assert says in refusal(tmp_path)
    assert template_languages(template_roots(tmp_path))["boardroom"][0] == "en"


@pytest.mark.parametrize(
    ("charset", "plural"),
    [
        ("unicode_escape", "nplurals=2; plural=(n != 1);"),
        ("zlib_codec", "nplurals=2; plural=(n != 1);"),
        ("utf-8", "nplurals=2; plural=__import__('os').abort();"),
        ("utf-8", "nplurals=2; plural=" + "(" * 5_000 + "n"),
        ("utf-8", "nplurals=2; plural=9**9**9**9;"),
    ],
)
def test_what_a_catalogue_says_of_itself_is_not_carried_out(
    charset: str, plural: str, tmp_path: Path
) -> None:
    (tmp_path / "lang").mkdir()
    body = HEADER % (charset, plural) + 'msgid "a"\nmsgstr "\\u00e5"\n\nmsgid "b"\nmsgstr "\u00e5"\n'
    (tmp_path / "lang" / "sv.po").write_text(body, encoding="utf-8")

    found = read_catalogue("sv", [tmp_path])

    assert found.text("b", written_in="en") == "\u00e5"


def test_a_template_is_built_in_as_long_as_no_other_folder_has_a_part_in_it(tmp_path: Path) -> None:
    roots = template_roots(tmp_path)
    assert is_built_in("boardroom", roots)
    a_template(tmp_path)
    assert not is_built_in("acme", roots)
    assert is_built_in("boardroom", roots)
    a_template(tmp_path, "boardroom", "not read [")
    assert not is_built_in("boardroom", roots)


def test_our_own_templates_keep_the_bounds() -> None:
    for link in chain_of("boardroom", roots=(TEMPLATES,)):
        assert pack(link.folder)
        assert all(is_name(part) for path in pack(link.folder) for part in path.relative_to(TEMPLATES).parts)
