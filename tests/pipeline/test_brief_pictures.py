"""Pictures that a brief names: inside the folder, whole, not too large; each mistake in one line."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from deckgen.errors import BriefError
from deckgen.model.options import Option, OptionKind
from deckgen.model.picture import Picture
from deckgen.pipeline.brief_pictures import MAX_BYTES
from tests.pipeline.test_brief_options import options

LOGO = (Option(key="logo", kind=OptionKind.PICTURE),)


def drawn(form: str = "PNG", size: tuple[int, int] = (60, 30)) -> bytes:
    body = io.BytesIO()
    Image.new("RGB", size, (10, 40, 60)).save(body, form)
    return body.getvalue()


def read(folder: Path, name: str) -> object:
    return options(f"[options]\nlogo = '{name}'\n", folder, LOGO).get("logo")


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_a_picture_beside_the_brief_is_read_as_it_is(tmp_path: Path, form: str) -> None:
    (tmp_path / "logos").mkdir()
    (tmp_path / "logos" / "client.img").write_bytes(drawn(form))

    assert read(tmp_path, "logos/client.img") == Picture(
        name="logos/client.img", body=drawn(form), format=form.lower(), width=60, height=30
    )


@pytest.mark.parametrize(
    ("name", "body", "told"),
    [
        ("none.png", None, "and there is no such file; put the file beside the brief"),
        ("../logo.png", None, "no plain path; write a file inside this folder"),
        ("/etc/logo.png", None, "no plain path"),
        ("C:/logo.png", None, "no plain path"),
        (r"a\logo.png", None, "no plain path"),
        ("a.png", b"", "no whole PNG or JPEG file; export the logo anew"),
        ("a.png", b"GIF89a" + bytes(40), "no whole PNG or JPEG file"),
        ("a.png", drawn()[:-30], "no whole PNG or JPEG file"),
        ("a.jpg", drawn("JPEG")[:200], "no whole PNG or JPEG file"),
        ("a.png", drawn(size=(12, 60)), "12 x 60 pixels only; save it with 24 or more"),
        ("a.png", drawn(size=(4100, 4100)), "4100 x 4100 pixels; save it with at most 16 million"),
        ("a.png", drawn() + bytes(MAX_BYTES), "over 2 MB"),
    ],
)
def test_what_is_no_logo_is_one_line_that_names_the_key(
    tmp_path: Path, name: str, body: bytes | None, told: str
) -> None:
    if body is not None:
        (tmp_path / name).write_bytes(body)

    with pytest.raises(BriefError) as raised:
        read(tmp_path, name)

    lines = str(raised.value).splitlines()
    assert len(lines) == 1
    assert "brief.toml: options.logo is" in lines[0]
    assert told in lines[0]


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "real.png").write_bytes(drawn())
    (tmp_path / "link.png").symlink_to(tmp_path / "real.png")

    with pytest.raises(BriefError, match="which is a link; put a copy of the file itself there"):
        read(tmp_path, "link.png")
