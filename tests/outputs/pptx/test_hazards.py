"""What a stranger's master brings along: macros, links, programs, bombs; each is refused in one sentence."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from PIL import Image

from deckgen.errors import TemplateError
from deckgen.outputs.pptx import render, zipping
from deckgen.outputs.pptx.master import opened
from deckgen.outputs.pptx.painted import _sampled
from deckgen.outputs.pptx.zipping import packed, unpacked
from tests.outputs.pptx import decks
from tests.outputs.pptx.test_master import MASTER

RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MICROSOFT = "http://schemas.microsoft.com/office/2006/relationships"
LAYOUT = "ppt/slideLayouts/_rels/slideLayout1.xml.rels"
OURS = unpacked(MASTER, where="m")


def master(tmp_path: Path, **parts: bytes) -> Path:
    path = tmp_path / "acme.potx"
    path.write_bytes(packed(OURS | parts))
    return path


def refusal(path: Path) -> str:
    with pytest.raises(TemplateError) as caught:
        opened(path)
    told = str(caught.value)
    assert told.startswith(f"{path}: ")
    assert "\n" not in told
    return told


def related(member: str, kind: str, target: str, mode: str = ' TargetMode="External"') -> bytes:
    """The relations of a part, with one more."""
    one = f'<Relationship Id="rIdX" Type="{kind}" Target="{target}"{mode}/></Relationships>'
    empty = f'<Relationships xmlns="{RELATIONS}"></Relationships>'.encode()
    return OURS.get(member, empty).replace(b"</Relationships>", one.encode())


@pytest.mark.parametrize(
    ("kind", "target", "says"),
    [
        ("hyperlink", "https://acme.example/", "take the link off there"),
        ("hyperlink", "file:///C:/Windows/win.ini", "take the link off there"),
        ("image", "https://acme.example/pixel.png", "insert the picture itself"),
        ("image", "\\\\server\\share\\logo.png", "insert the picture itself"),
        ("video", "file://server/film.mp4", "break the link in PowerPoint"),
        ("oleObject", "file:///etc/passwd", "break the link in PowerPoint"),
        ("slideMaster", "http://acme.example/master.xml", "break the link in PowerPoint"),
    ],
)
def test_a_link_of_a_layout_is_refused_with_its_name(
    kind: str, target: str, says: str, tmp_path: Path
) -> None:
    told = refusal(master(tmp_path, **{LAYOUT: related(LAYOUT, f"{OFFICE}/{kind}", target)}))

    assert "the layout 'Cover' points outside the file" in told
    assert target[:80] in told
    assert says in told


@pytest.mark.parametrize("mode", [' TargetMode="&#69;xternal"', " TargetMode='external'", ""])
def test_a_link_is_found_however_it_is_written(mode: str, tmp_path: Path) -> None:
    one = related(LAYOUT, f"{OFFICE}/image", "http://acme.example/x.png", mode)

    assert "points outside the file" in refusal(master(tmp_path, **{LAYOUT: one}))
    wide = one.decode().replace("UTF-8", "UTF-16").encode("utf-16")
    assert "points outside the file" in refusal(master(tmp_path, **{LAYOUT: wide}))


@pytest.mark.parametrize(
    ("member", "named"),
    [
        ("ppt/theme/_rels/theme1.xml.rels", "the theme"),
        ("ppt/slideMasters/_rels/slideMaster1.xml.rels", "the slide master"),
        ("ppt/_rels/presentation.xml.rels", "the presentation"),
        ("_rels/.rels", "the file"),
    ],
)
def test_a_link_of_any_part_that_comes_into_a_deck_is_refused(
    member: str, named: str, tmp_path: Path
) -> None:
    told = refusal(master(tmp_path, **{member: related(member, f"{OFFICE}/attachedTemplate", "file:///x")}))

    assert f"{named} points outside the file, to 'file:///x'" in told


def test_a_link_of_a_sample_slide_is_no_hindrance_as_it_stays_behind(tmp_path: Path) -> None:
    path = tmp_path / "acme.pptx"
    path.write_bytes(render(decks.short(), master=MASTER))
    parts = unpacked(path, where="m")
    for member in [m for m in parts if m.startswith(("ppt/charts/_rels", "ppt/slides/_rels"))]:
        one = f'<Relationship Id="rIdX" Type="{OFFICE}/oleObject" Target="file:///x" TargetMode="External"/>'
        parts[member] = parts[member].replace(b"</Relationships>", f"{one}</Relationships>".encode())
    path.write_bytes(packed(parts))

    blob = render(decks.short(), master=path)

    assert b"file:///x" not in b"".join(unpacked(blob, where="deck").values())


@pytest.mark.parametrize(
    ("kind", "target"),
    [(f"{MICROSOFT}/vbaProject", "plain.bin"), (f"{OFFICE}/control", "plain.xml")],
)
def test_a_macro_or_control_under_another_name_is_refused(kind: str, target: str, tmp_path: Path) -> None:
    member = "ppt/_rels/presentation.xml.rels"
    one = related(member, kind, target, "")

    assert "belongs to a macro or control" in refusal(
        master(tmp_path, **{member: one, f"ppt/{target}": b"<a/>"})
    )


@pytest.mark.parametrize("word", ["macroEnabled", "&#109;acroEnabled", "MACROENABLED"])
def test_a_macro_content_type_is_refused(word: str, tmp_path: Path) -> None:
    types = OURS["[Content_Types].xml"].replace(
        b"presentation.main+xml", f"presentation.{word}.main+xml".encode()
    )

    assert "belongs to a macro or control" in refusal(master(tmp_path, **{"[Content_Types].xml": types}))


def a_zip(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name in names:
            package.writestr(name, b"x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("member", "blob"),
    [
        (
            "ppt/embeddings/oleObject1.bin",
            b"\xd0\xcf\x11\xe0" + b"\0" * 99 + "_VBA_PROJECT".encode("utf-16-le"),
        ),
        ("ppt/embeddings/oleObject1.bin", b"\xd0\xcf\x11\xe0" + "\x01Ole10Native".encode("utf-16-le")),
        ("ppt/embeddings/book.xlsx", a_zip("xl/vbaProject.bin")),
        ("ppt/embeddings/setup.bin", b"MZ\x90\0"),
    ],
)
def test_an_object_with_a_program_in_it_is_refused(member: str, blob: bytes, tmp_path: Path) -> None:
    told = refusal(master(tmp_path, **{member: blob}))

    assert "belongs to a macro" in told or "holds a macro or a program; replace it by a picture" in told


def test_a_button_that_runs_a_program_is_refused(tmp_path: Path) -> None:
    member = "ppt/slideLayouts/slideLayout1.xml"
    action = b'<a:hlinkClick r:id="" action="ppaction://program?a"/></p:cNvPr>'
    own = OURS[member].replace(b"/><p:cNvSpPr", b">" + action + b"<p:cNvSpPr", 1)
    assert own != OURS[member]

    assert "the layout 'Cover' has a button that runs a program" in refusal(master(tmp_path, **{member: own}))


@pytest.mark.parametrize(
    "inside",
    [
        b"<script>x</script>",
        b'<image xlink:href="http://acme.example/x.png"/>',
        b"<image href='file:///etc/passwd'/>",
        b"<style>@import 'http://acme.example/x.css'</style>",
        b"<rect style='fill:url(http://acme.example/x)'/>",
    ],
)
def test_an_svg_picture_that_loads_something_is_refused(inside: bytes, tmp_path: Path) -> None:
    svg = b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/x.dtd"><svg>%s</svg>'

    told = refusal(master(tmp_path, **{"ppt/media/image9.svg": svg % inside}))
    assert "'image9.svg' holds a script or loads something from outside; save it as PNG" in told
    fine = b'<a xlink:href="https://acme.example"><use href="#a"/></a><image href="data:image/png;base64,x"/>'
    assert opened(master(tmp_path, **{"ppt/media/image9.svg": svg % fine})).layouts


@pytest.mark.parametrize(
    "blob",
    [
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a><a/>'.encode("utf-16"),
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a><a/>'.encode("utf-16-be"),
        b'\xef\xbb\xbf<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
        b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE a+AD4-<a/>',
        '<?xml version="1.0" encoding="cp037"?><!DOCTYPE a><a/>'.encode("cp037"),
    ],
)
def test_a_document_type_is_found_in_any_encoding(blob: bytes, tmp_path: Path) -> None:
    assert "document type" in refusal(master(tmp_path, **{"ppt/theme/theme9.xml": blob}))


def test_a_document_type_is_found_under_any_ending(tmp_path: Path) -> None:
    blob = b'<?xml version="1.0"?><!DOCTYPE a><a/>'

    assert "document type" in refusal(master(tmp_path, **{"ppt/theme/theme9.dat": blob}))


def test_a_master_that_unpacks_to_far_more_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zipping, "MAX_UNPACKED", 5 * 1024 * 1024)
    path = master(tmp_path, **{"ppt/media/image9.png": bytes(6 * 1024 * 1024)})
    assert path.stat().st_size < 200_000

    assert "unpacks to over 5 MB" in refusal(path)


def test_parts_that_lie_over_each_other_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "acme.pptx"
    path.write_bytes(overlapping(40))

    told = refusal(path)
    assert (
        "lie over each other" in told or "not a readable PowerPoint file" in told
    )  # newer Pythons see it too


def overlapping(times: int) -> bytes:
    """A package whose members are all the same bytes."""
    kernel = zlib.compress(bytes(1_000_000), 9)[2:-4]
    crc = zlib.crc32(bytes(1_000_000))
    local = struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 20, 0, 8, 0, 33, crc, len(kernel), 1_000_000, 1, 0) + b"a"
    central = b"".join(
        struct.pack(
            "<4sHHHHHHIIIHHHHHII",
            *(b"PK\1\2", 20, 20, 0, 8, 0, 33, crc, len(kernel), 1_000_000, 1, 0, 0, 0, 0, 0, 0),
        )
        + bytes([97 + n % 26])
        for n in range(times)
    )
    body = local + kernel
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, times, times, len(central), len(body), 0)
    return body + central + end


def test_a_deck_that_would_not_be_read_again_is_not_written() -> None:
    with pytest.raises(TemplateError, match="would unpack to over 1 MB"):
        packed({"a": bytes(2 * 1024 * 1024)}, most=1024 * 1024)


def test_a_picture_of_very_many_pixels_is_not_decoded_and_no_program_is_asked() -> None:
    small = io.BytesIO()
    Image.new("RGB", (4, 4)).save(small, "PNG")
    huge = bytearray(small.getvalue())
    huge[16:24] = struct.pack(">II", 60_000, 60_000)
    huge[29:33] = struct.pack(">I", zlib.crc32(bytes(huge[12:29])))
    eps = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n%%EndComments\n(a) run\n%%EOF\n"

    assert _sampled(small.getvalue(), (0.0, 0.0, 0.0, 0.0)) is not None
    assert _sampled(bytes(huge), (0.0, 0.0, 0.0, 0.0)) is None
    assert _sampled(eps, (0.0, 0.0, 0.0, 0.0)) is None
