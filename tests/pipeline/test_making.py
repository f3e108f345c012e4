"""A client's own template comes out as our own would, and hostile ones end in a sentence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from deckgen.errors import InputError, TemplateError
from deckgen.outputs.pptx import zipping
from deckgen.outputs.pptx.zipping import packed, unpacked
from deckgen.pipeline import making
from deckgen.pipeline.bounded import Bounds
from deckgen.pipeline.making import Wanted, drawn, made
from deckgen.pipeline.resources import template_roots
from tests.factories import a_brief
from tests.outputs.pptx.test_master import MASTER
from tests.templating.conftest import OUTLINE, WORDS, a_finding

SLIDE = '+++\narchetype = "text"\ntitle = "{{ talk.total }} mentions"\n[text]\nbody = "%s"\n+++\n'


def a_template(root: Path, body: str = "Words", *, outline: str = '"one"', master: bytes = b"") -> Path:
    folder = root / "acme"
    (folder / "slides").mkdir(parents=True)
    (folder / "template.toml").write_text(OUTLINE.replace('full = ["one"]', f"full = [{outline}]"))
    (folder / "words.toml").write_text(WORDS)
    (folder / "slides" / "one.md").write_text(SLIDE % body)
    (folder / "master.pptx").write_bytes(master or MASTER.read_bytes())
    return folder


def wanted(root: Path, **changes: Any) -> Wanted:
    brief = replace(a_brief(), template="acme", language="en", notes_language="en", **changes)
    return Wanted(brief=brief, findings={"talk": a_finding()}, outline="full", roots=template_roots(root))


def refusal(root: Path, **bounds: Any) -> str:
    with pytest.raises(InputError) as caught:
        made(wanted(root), bounds=Bounds(**bounds))
    told = str(caught.value)
    assert "\n" not in told
    return told


def test_a_strangers_template_gives_the_same_bytes_as_one_of_ours(tmp_path: Path) -> None:
    a_template(tmp_path)

    bounded, here = made(wanted(tmp_path)), drawn(wanted(tmp_path))

    assert bounded.body == here.body
    assert bounded.slides == here.slides == ("one",)
    assert bounded.warnings == here.warnings
    assert bounded.deck is None


def test_our_own_template_is_drawn_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "called", None)  # a process that is started would fail
    monkeypatch.setattr(making, "drawn", lambda w: w.brief.template)

    own = wanted(tmp_path)

    assert made(replace(own, brief=replace(own.brief, template="boardroom"))) == "boardroom"


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("{{ ''.__class__ }}", "slides/one.md, body: not allowed in a slide file"),
        ("{{ talk.nothing_like_it }}", "slides/one.md, body: there is no name"),
        ("{{ 'word ' * 9999 }}", "one"),
    ],
)
def test_a_mistake_of_a_stranger_is_told_in_the_same_words(body: str, says: str, tmp_path: Path) -> None:
    a_template(tmp_path, body)

    told = refusal(tmp_path)

    assert says in told
    with pytest.raises(InputError) as caught:
        drawn(wanted(tmp_path))
    assert told == str(caught.value)


def test_what_only_time_bounds_ends_too(tmp_path: Path) -> None:
    a_template(tmp_path, "{% for i in range(9999) %}{% set x = range(99999)|sort|length %}{% endfor %}")

    assert refusal(tmp_path, time_s=4.0) == (
        "Template 'acme': takes more than 4 seconds to draw; take out loops over long lists, large pictures, "
        "or slides drawn with very many shapes"
    )


def test_an_outline_of_thousands_of_slides_is_refused(tmp_path: Path) -> None:
    a_template(tmp_path, outline=", ".join(['"one"'] * 301))

    assert "the outline makes over 300 slides" in refusal(tmp_path)


def test_a_small_pack_makes_no_large_deck(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three ways to grow, each with its own bound: a master that is a bomb, a large deck, a large folder."""
    parts = unpacked(MASTER, where="m")
    bomb = a_template(tmp_path / "bomb", master=packed(parts | {"ppt/media/image9.png": bytes(30_000_000)}))
    large = a_template(tmp_path / "large")
    assert (bomb / "master.pptx").stat().st_size < 200_000

    assert "its deck would be larger than 0 MB" in refusal(tmp_path / "large", answer=10_000)
    with (large / "film.mp4").open("wb") as file:
        file.truncate(10**9)
    assert "its files take over 100 MB, 'film.mp4' alone 1000 MB" in refusal(tmp_path / "large")
    monkeypatch.setattr(zipping, "MAX_UNPACKED", 20 * 1024 * 1024)
    with pytest.raises(
        TemplateError, match=r"master.pptx: the file unpacks to over 20 MB; use a smaller one"
    ):
        drawn(wanted(tmp_path / "bomb"))


def test_a_master_with_a_link_to_outside_ends_the_build(tmp_path: Path) -> None:
    parts = unpacked(MASTER, where="m")
    member = "ppt/slideLayouts/_rels/slideLayout1.xml.rels"
    link = b'<Relationship Id="x" Type="t/image" Target="file:///etc/passwd" TargetMode="External"/>'
    linked = parts[member].replace(b"</Relationships>", link + b"</Relationships>")
    a_template(tmp_path, master=packed(parts | {member: linked}))

    assert "the layout 'Cover' points outside the file, to 'file:///etc/passwd'" in refusal(tmp_path)
    with pytest.raises(TemplateError):
        drawn(wanted(tmp_path))
