"""Logos on a cover: their own shape, legible on its ground, in the file once, never on the client's own."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pptx import Presentation

from deckgen.model.deck import Deck, PictureBlock
from deckgen.model.picture import Picture
from deckgen.outputs.pptx import render
from deckgen.outputs.pptx.master import opened
from deckgen.outputs.pptx.space import overlap
from deckgen.pipeline.resources import template_roots
from tests.outputs import masters
from tests.outputs.pptx import decks

OURS = template_roots()[0] / "boardroom" / "master.pptx"
DARK, WHITE = (14, 44, 64, 255), (255, 255, 255, 255)


def a_logo(ink: tuple[int, ...] = DARK, ground: tuple[int, ...] = (0, 0, 0, 0)) -> Picture:
    image = Image.new("RGBA", (200, 50), ground)
    image.paste(ink, (20, 10, 180, 40))
    body = io.BytesIO()
    image.save(body, "PNG")
    return Picture(name="logo.png", body=body.getvalue(), format="png", width=200, height=50)


def with_logos(*logos: Picture) -> Deck:
    deck = decks.short()
    blocks = tuple(
        PictureBlock(slot=f"logo{i}", picture=logo, alt=f"Logo {i}") for i, logo in enumerate(logos, 1)
    )
    cover, *rest = deck.slides
    return replace(deck, slides=(replace(cover, blocks=(*cover.blocks, *blocks)), *rest))


def cover(deck: Deck, master: Path = OURS) -> Any:
    return Presentation(io.BytesIO(render(deck, master=master))).slides[0]


def pictures(slide: Any) -> list[Any]:
    return [s for s in slide.shapes if s.shape_type == 13]


def plates(slide: Any) -> list[Any]:
    return [s for s in slide.shapes if s.name.endswith(" ground")]


@pytest.mark.parametrize(
    ("logo", "expected"),
    [
        (a_logo(DARK), 1),
        (a_logo(WHITE), 0),
        (a_logo(DARK, WHITE), 1),
        (a_logo(WHITE, (176, 38, 52, 255)), 0),
    ],
    ids=["dark ink", "white ink", "dark ink on white", "a coloured box"],
)
def test_a_logo_stands_on_a_plate_where_the_dark_cover_would_swallow_it(logo: Picture, expected: int) -> None:
    slide = cover(with_logos(logo))

    assert len(pictures(slide)) == 1
    assert len(plates(slide)) == expected


def test_a_logo_keeps_its_shape_and_says_whose_it_is() -> None:
    slide = cover(with_logos(a_logo(), a_logo(WHITE)))

    for i, found in enumerate(pictures(slide), 1):
        assert found.width / found.height == pytest.approx(4, rel=0.01)
        assert found._element.nvPicPr.cNvPr.get("descr") == f"Logo {i}"


def test_the_same_file_is_in_the_deck_once() -> None:
    slide = cover(with_logos(a_logo(), a_logo()))

    assert len({p.image.sha1 for p in pictures(slide)}) == 1
    assert len([p for p in slide.part.package.iter_parts() if "deckgen-logo" in str(p.partname)]) == 1


def test_a_cover_without_logos_has_no_place_left_open() -> None:
    slide = cover(decks.short())

    assert pictures(slide) == []
    assert all("ogo" not in s.name for s in slide.shapes)


@pytest.mark.parametrize("make", [masters.four_to_three, masters.dark, lambda: masters.sized(13.333, 7.5)])
def test_on_a_strangers_cover_logos_stand_in_free_room(make: Any, tmp_path: Path) -> None:
    path = tmp_path / "master.pptx"
    make().save(path)

    slide = cover(with_logos(a_logo(), a_logo(WHITE)), path)

    layout = next(v for v in opened(path).layouts if v.title == slide.slide_layout.name)
    others = [s for s in slide.shapes if s.has_text_frame and s.text_frame.text]
    found = pictures(slide)
    assert len(found) == 2
    for picture in found:
        frame = (picture.left, picture.top, picture.width, picture.height)
        assert not any(overlap(frame, o) for o in layout.surface.obstacles)
        assert not any(overlap(frame, (o.left, o.top, o.width, o.height)) for o in others)
