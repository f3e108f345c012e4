"""Pictures have exact size, the same bytes each time, the theme's colours, and no label on another."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from itertools import combinations
from typing import Any

import pytest
from PIL import Image

from deckgen.drawing import canvas, interval_picture
from deckgen.drawing.pictures import picture
from deckgen.model.deck import ChartForm, ChartSeries, ChartSpec, Label, Point, Role

PALETTE = {
    Role.US: "00707C",
    Role.CONVERSATION: "#0E2C40",
    Role.OTHER: "647080",
    Role.OTHER_LIGHT: "8A95A2",
    Role.UNKNOWN: "8A6A00",
}
KINDS = (Role.CONVERSATION, Role.OTHER, Role.OTHER_LIGHT, Role.UNKNOWN, Role.US)
QUERIES = (
    "norrvind",
    "best city e-bike for commuting in winter and rain",
    "norrvind $problems_1$ & <b>",
    "Welches Elektrofahrrad eignet sich am besten für Pendlerinnen im Winter?",
    "Donaudampfschifffahrtselektrofahrradgesellschaft",
    "e-bike \U0001f6b2",
    "",
)


def a_strip(queries: int, depth: int, **changes: Any) -> ChartSpec:
    def points(row: int) -> tuple[Point, ...]:
        ranks = range(1, depth + 1 - min(row * 3, depth // 2))
        return tuple(Point(value=Decimal(r), text=str(r), role=KINDS[(r * 7 + row) % 5]) for r in ranks)

    return ChartSpec(
        **{
            "form": ChartForm.STRIP,
            "categories": (),
            "series": tuple(
                ChartSeries(name=Label(text=QUERIES[i % 7]), role=Role.OTHER, points=points(i))
                for i in range(queries)
            ),
            "legend": tuple((r, Label(text=f"Results of the kind {r.value}")) for r in KINDS),
            **changes,
        }
    )


def some_intervals(rows: int) -> ChartSpec:
    points = [
        Point(value=Decimal("0.2"), text="20\u00a0%", low=Decimal("0.1"), high=Decimal("0.37")),
        Point(value=None, text="not measured"),
        Point(value=Decimal("0.9"), text="90\u00a0%", low=Decimal("0.8"), high=Decimal("0.95")),
        Point(value=Decimal(0), text="0\u00a0%", low=Decimal(0), high=Decimal("0.08")),
    ]
    return ChartSpec(
        form=ChartForm.INTERVAL,
        categories=tuple(Label(text=QUERIES[i % 7]) for i in range(rows)),
        series=(
            ChartSeries(
                name=Label(text="Share"), role=Role.US, points=tuple(points[i % 4] for i in range(rows))
            ),
        ),
        number_format="0%",
    )


def drawn(spec: ChartSpec, **changes: Any) -> bytes:
    return picture(
        spec,
        **{
            "width_in": 5.8,
            "height_in": 4.3,
            "palette": PALETTE,
            "text_colour": "1B2430",
            "muted_colour": "4B5460",
            "family": "Arial",
            "language": "en-GB",
            **changes,
        },
    )


def opened(png: bytes) -> Image.Image:
    with Image.open(BytesIO(png)) as image:
        image.load()
        return image.convert("RGB")


@pytest.fixture
def boxes(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, canvas.Box]]:
    """Every text that is drawn, with the box it takes."""
    seen: list[tuple[str, canvas.Box]] = []
    draw = canvas.Canvas.text

    def recorded(self: canvas.Canvas, x: float, baseline: float, text: str, **how: Any) -> canvas.Box:
        box = draw(self, x, baseline, text, **how)
        seen.append((text, box))
        return box

    monkeypatch.setattr(canvas.Canvas, "text", recorded)
    return seen


def overlap(a: canvas.Box, b: canvas.Box) -> bool:
    return (
        a[0] < b[0] + b[2] - 0.5
        and b[0] < a[0] + a[2] - 0.5
        and a[1] < b[1] + b[3] - 0.5
        and b[1] < a[1] + a[3] - 0.5
    )


@pytest.mark.parametrize("width_in", [5.8, 12.0])
@pytest.mark.parametrize(
    "spec",
    [
        a_strip(1, 10),
        a_strip(5, 30),
        a_strip(7, 300),
        a_strip(12, 100),
        a_strip(20, 50),
        some_intervals(1),
        some_intervals(4),
        some_intervals(8),
        some_intervals(14),
    ],
    ids=lambda s: f"{s.form}-{len(s.series)}-{len(s.categories)}",
)
def test_no_label_is_clipped_or_lies_on_another(
    spec: ChartSpec, width_in: float, boxes: list[tuple[str, canvas.Box]]
) -> None:
    drawn(spec, width_in=width_in)

    for text, (x, y, w, h) in boxes:
        assert x >= -0.5, text
        assert y >= -0.5, text
        assert x + w <= width_in * 72 + 0.5, text
        assert y + h <= 4.3 * 72 + 0.5, text
    shown = [(t, b) for t, b in boxes if t]
    assert [(a, b) for (a, x), (b, y) in combinations(shown, 2) if overlap(x, y)] == []


@pytest.mark.parametrize(("width_in", "pixels"), [(5.8, (1276, 946)), (12.0, (2640, 946))])
def test_a_picture_has_the_pixels_of_its_place_on_white(width_in: float, pixels: tuple[int, int]) -> None:
    image = opened(drawn(a_strip(5, 30), width_in=width_in))

    assert image.size == pixels
    assert image.getpixel((pixels[0] - 1, pixels[1] - 1)) == (255, 255, 255)


def test_the_same_chart_gives_the_same_bytes_without_date_or_program() -> None:
    png = drawn(a_strip(3, 20))

    assert png == drawn(a_strip(3, 20))
    assert b"tEXt" not in png
    assert b"tIME" not in png


def test_cells_have_the_colour_of_their_kind_and_ranks_not_reached_stay_white() -> None:
    points = tuple(Point(value=Decimal(r), text=str(r), role=Role.CONVERSATION) for r in (1, 2, 4))
    spec = a_strip(
        1, 1, series=(ChartSeries(name=Label(text="q"), role=Role.OTHER, points=points),), legend=()
    )

    image = opened(drawn(spec))
    row = [image.getpixel((x, 60)) for x in range(image.width)]

    assert row.count((0x0E, 0x2C, 0x40)) > image.width * 0.6
    assert row.count((255, 255, 255)) > image.width * 0.2
    assert set(row) <= {(0x0E, 0x2C, 0x40), (255, 255, 255)} | {c for c in row if row.count(c) < 20}


def test_a_colour_that_no_role_names_is_the_muted_one() -> None:
    spec = a_strip(
        1,
        1,
        series=(
            ChartSeries(name=Label(text="q"), role=Role.EXTRA, points=(Point(value=Decimal(1), text="1"),)),
        ),
        legend=(),
    )

    image = opened(drawn(spec))

    assert image.getpixel((image.width // 2, 60)) == (0x4B, 0x54, 0x60)


def test_rank_numbers_are_those_that_the_points_print(boxes: list[tuple[str, canvas.Box]]) -> None:
    points = tuple(Point(value=Decimal(r), text=f"#{r}") for r in (1, 10, 17))
    drawn(a_strip(1, 1, series=(ChartSeries(name=Label(text="q"), role=Role.US, points=points),), legend=()))

    assert sorted(t for t, _ in boxes) == ["#1", "#10", "#17", "q"]


def test_axis_numbers_are_in_the_decks_language(boxes: list[tuple[str, canvas.Box]]) -> None:
    values = tuple(Point(value=Decimal(v), text=v) for v in ("0.4", "1.9"))
    spec = ChartSpec(
        form=ChartForm.INTERVAL,
        categories=(Label(text="a"), Label(text="b")),
        series=(ChartSeries(name=Label(text="Ratio"), role=Role.US, points=values),),
        number_format="0.0",
    )

    drawn(spec, language="sv-SE")

    assert "0,5" in [t for t, _ in boxes]


def test_an_axis_starts_at_zero_and_ends_above_the_highest_range() -> None:
    for high in ("0.003", "0.37", "0.95", "1", "123.4"):
        ticks = interval_picture._ticks((Point(value=Decimal(0), high=Decimal(high)),), most=5)

        assert ticks[0] == 0
        assert ticks[-1] >= Decimal(high) >= ticks[-2]
        assert len(ticks) <= 6


@pytest.mark.parametrize(
    "spec", [a_strip(0, 0), a_strip(2, 0), some_intervals(0)], ids=["no row", "no result", "no share"]
)
def test_nothing_found_is_an_empty_picture_not_a_failure(spec: ChartSpec) -> None:
    assert opened(drawn(spec)).size == (1276, 946)
