"""Tests of decks on strangers' masters, by geometry: nothing on a logo, nothing over the edge."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator, Mapping
from io import BytesIO
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from openxml_audit import validate_pptx
from pptx.enum.shapes import PP_PLACEHOLDER

from deckgen.errors import DeckgenError
from deckgen.model.deck import Align, Deck, Paragraph, Role, Span, TableCell, TableRow, TableSpec
from deckgen.outputs.pptx import render
from deckgen.outputs.pptx.choosing import Chooser
from deckgen.outputs.pptx.fitting import fitted_source
from deckgen.outputs.pptx.geometry import ARCHETYPES
from deckgen.outputs.pptx.layouts import Layout
from deckgen.outputs.pptx.mapping import Reason, propose
from deckgen.outputs.pptx.master import opened as opened_master
from deckgen.outputs.pptx.remarks import Code
from deckgen.outputs.pptx.space import Frame, area, overlap
from deckgen.outputs.pptx.tables import planned
from deckgen.outputs.pptx.theme import contrast, saturation
from deckgen.outputs.pptx.zipping import packed, unpacked
from deckgen.pipeline.build import build
from tests.outputs import masters as made
from tests.outputs.pptx import decks, reading

SAMPLE = Path(__file__).resolve().parents[2] / "sample_inputs" / "quiet"
INCH = 914400
HAIR = round(0.02 * INCH)
FOOT = {PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER, PP_PLACEHOLDER.DATE}
TITLES = {PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE}
every_master = pytest.mark.parametrize("name", made.MASTERS)
IDENTITY = {a: a for a in ARCHETYPES}  # what a template says that inherits from ours


class Drawn:
    """A deck of every archetype on one master."""

    def __init__(self, master: bytes, path: Path, deck: Deck) -> None:
        path.write_bytes(master)
        self.master = master
        self.blob = render(deck, master=path, layouts=IDENTITY)
        self.slides = list(reading.opened(self.blob).slides)
        self.layouts = {item.title: item for item in opened_master(path).layouts}


class _Lazily(Mapping[str, Drawn]):
    """Each deck is drawn when the first test asks for it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._drawn: dict[str, Drawn] = {}

    def __getitem__(self, name: str) -> Drawn:
        if name not in self._drawn:
            path = self._folder / f"{len(self._drawn)}.pptx"
            self._drawn[name] = Drawn(made.saved(made.MASTERS[name]()), path, decks.every_archetype())
        return self._drawn[name]

    def __iter__(self) -> Iterator[str]:
        return iter(made.MASTERS)

    def __len__(self) -> int:
        return len(made.MASTERS)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Drawn]:
    return _Lazily(tmp_path_factory.mktemp("masters"))


@every_master
def test_nothing_reaches_over_the_edge_of_a_slide(drawn: Mapping[str, Drawn], name: str) -> None:
    presentation = reading.opened(drawn[name].blob)
    wide, high = presentation.slide_width, presentation.slide_height

    over = [
        (n, title)
        for n, slide in enumerate(drawn[name].slides, 1)
        for title, (x, y, w, h) in frames(slide)
        if x < -HAIR or y < -HAIR or x + w > wide + HAIR or y + h > high + HAIR
    ]

    assert over == []


@every_master
def test_nothing_stands_on_anything_else(drawn: Mapping[str, Drawn], name: str) -> None:
    assert [(n, *pair) for n, s in enumerate(drawn[name].slides, 1) for pair in overlaps(s)] == []


@every_master
def test_nothing_stands_on_what_the_master_paints(drawn: Mapping[str, Drawn], name: str) -> None:
    assert list(on_paint(drawn[name])) == []


@every_master
def test_every_slide_has_one_filled_title_and_no_empty_placeholder(
    drawn: Mapping[str, Drawn], name: str
) -> None:
    for slide in drawn[name].slides:
        titles = [p for p in slide.placeholders if p.placeholder_format.type in TITLES]
        assert len(titles) == 1
        for found in slide.placeholders:
            if found.has_text_frame:
                assert found.text_frame.text.strip(), found.name


@every_master
def test_no_text_is_smaller_than_ten_points(drawn: Mapping[str, Drawn], name: str) -> None:
    sizes = {
        int(run.get("sz"))
        for slide in drawn[name].slides
        for tag in ("rPr", "defRPr", "endParaRPr")
        for run in slide._element.iter(f"{reading.A}{tag}")
        if run.get("sz")
    }

    assert min(sizes) >= 1000


@every_master
def test_titles_of_content_never_move(drawn: Mapping[str, Drawn], name: str) -> None:
    openings = ("People talk about", "What we found")  # cover and section
    at = {
        (t.left, t.top)
        for s in drawn[name].slides
        for t in s.placeholders
        if t.placeholder_format.type in TITLES and not t.text_frame.text.startswith(openings)
    }

    assert at
    assert all(max(v) - min(v) <= 0.03 * INCH for v in zip(*at, strict=True))


@every_master
def test_the_clients_layouts_go_along_untouched_and_the_file_is_valid(
    drawn: Mapping[str, Drawn], name: str, tmp_path: Path
) -> None:
    (tmp_path / "deck.pptx").write_bytes(drawn[name].blob)

    assert [e.description for e in validate_pptx(tmp_path / "deck.pptx").errors] == []
    assert parts(drawn[name].blob) == parts(drawn[name].master)


@every_master
def test_text_in_our_colours_is_legible_on_what_lies_under_it(drawn: Mapping[str, Drawn], name: str) -> None:
    mapping = propose(drawn[name].master)
    assert {c.archetype for c in mapping.choices} == set(ARCHETYPES)
    dim = []
    for slide in drawn[name].slides:
        layout = drawn[name].layouts[slide.slide_layout.name]
        dim += [(layout.title, *found) for found in illegible(slide, layout)]

    assert dim == []


@pytest.mark.parametrize(
    ("name", "cover", "table"),
    [
        ("4:3", "Title Slide", "Title and Content"),
        ("German", "Titelfolie", "Titel und Inhalt"),
        ("Swedish", "Rubrikbild", "Rubrik och innehåll"),
        ("no content layout", "Title Slide", "Blank"),
        ("nothing at all", "Blank", "Blank"),
        ("samples", "Title Slide", "Title and Content"),
    ],
)
def test_cover_and_table_find_their_layouts(name: str, cover: str, table: str) -> None:
    mapping = propose(made.saved(made.MASTERS[name]()))

    assert mapping.layouts["cover"] == cover
    assert mapping.layouts["table"] == table


def test_a_choice_says_why_with_figures_and_what_fills_each_place() -> None:
    choice = propose(made.saved(made.sized(13.333, 7.5))).choice("table")

    assert choice.reason is Reason.FREE_AREA
    assert choice.figures["free_area"] > 50
    assert choice.runners_up
    fillings = {f.slot: f for f in choice.fillings}
    assert fillings["title"].keeps_type
    assert (fillings["table1"].idx, fillings["table1"].kind) == (1, "obj")
    assert fillings["source"].idx is None


def test_the_remarks_name_what_is_doubled_missing_or_too_narrow() -> None:
    narrow = propose(made.saved(made.four_to_three()))
    doubled = propose(made.saved(made.doubled()))
    bare = propose(made.saved(made.nothing_at_all()))

    assert Code.TWO_SLIDES in {r.code for r in narrow.remarks}
    assert Code.DOUBLED_INDEX in {r.code for r in doubled.choice("table").remarks}
    assert {Code.NO_TITLE, Code.NUMBER_MISSING} <= {r.code for r in bare.choice("table").remarks}


def test_a_given_layout_is_taken_whatever_it_is() -> None:
    blob = made.saved(made.sized(13.333, 7.5))

    choice = propose(blob, layouts={"table": "Title Only"}).choice("table")

    assert (choice.layout, choice.reason) == ("Title Only", Reason.GIVEN)


def test_sample_slides_are_dropped(drawn: Mapping[str, Drawn]) -> None:
    texts = [reading.plain(s._element) for s in drawn["samples"].slides]

    assert not [t for t in texts if "Sample that must not stay" in t]


def test_narrow_slides_show_one_chart_each_and_wide_ones_two(drawn: Mapping[str, Drawn]) -> None:
    def most(name: str) -> int:
        return max(sum(1 for s in slide.shapes if s.has_chart) for slide in drawn[name].slides)

    assert most("4:3") == 1
    assert most("dark") == 2


def test_a_footer_without_room_is_left_out_and_one_with_room_is_filled(drawn: Mapping[str, Drawn]) -> None:
    def footers(name: str) -> int:
        return sum(
            p.placeholder_format.type == PP_PLACEHOLDER.FOOTER
            for slide in drawn[name].slides
            for p in slide.placeholders
        )

    assert footers("tiny footer") == 0
    assert footers("4:3") > 10
    assert footers("footer over the edge") > 10


def test_the_title_keeps_clear_of_a_logo_that_its_own_frame_runs_under(drawn: Mapping[str, Drawn]) -> None:
    logo: Frame = tuple(round(v * INCH) for v in made.LOGO)  # type: ignore[assignment]

    hit = [title for s in drawn["logo on the right"].slides for title, f in frames(s) if overlap(f, logo)]

    assert hit == []


def test_a_logo_that_is_only_drawn_in_the_pages_picture_is_kept_clear(drawn: Mapping[str, Drawn]) -> None:
    logo: Frame = tuple(round(v * INCH) for v in made.PAGE_LOGO)  # type: ignore[assignment]

    hit = [
        (title, f)
        for s in drawn["picture as ground"].slides
        for title, f in frames(s)
        if overlap(f, logo) and "Placeholder" not in title
    ]

    assert hit == []


def test_a_title_beside_the_content_leaves_it_the_whole_height(drawn: Mapping[str, Drawn]) -> None:
    tables = [s for slide in drawn["title beside"].slides for s in slide.shapes if s.has_table]

    assert tables
    assert max(t.top for t in tables) < 2 * INCH
    assert min(t.left for t in tables) >= 4 * INCH


def test_a_pale_mark_in_the_page_is_written_over(drawn: Mapping[str, Drawn]) -> None:
    widest = max(s.width for slide in drawn["watermark"].slides for s in slide.shapes if s.has_table)

    assert widest > 10 * INCH


def test_a_picture_as_background_is_read_where_content_stands(drawn: Mapping[str, Drawn]) -> None:
    deck = drawn["paper in background"]
    pencil: Frame = tuple(round(v * INCH) for v in made.PENCIL)  # type: ignore[assignment]

    assert [title for s in deck.slides for title, f in frames(s) if overlap(f, pencil)] == []
    for layout in deck.layouts.values():
        assert layout.surface.tones(tuple(round(v * INCH) for v in (1, 2, 11, 4))) == ("FFFFFF",)  # type: ignore[arg-type]


def test_a_sheet_is_laid_under_content_where_no_colour_is_legible(drawn: Mapping[str, Drawn]) -> None:
    def sheets(name: str) -> list[Any]:
        return [s for slide in drawn[name].slides for s in slide.shapes if s.name == "Ground"]

    assert len(sheets("day and night")) == len(drawn["day and night"].slides)
    assert not sheets("dark")
    for slide in drawn["day and night"].slides:
        assert slide.shapes[0].name == "Ground"
        x, y, w, h = next(f for f in [(s.left, s.top, s.width, s.height) for s in slide.shapes][:1])
        outside = [
            title
            for title, f in frames(slide)
            if overlap(f, (x, y, w, h)) < area(f) and "Placeholder" not in title
        ]
        assert outside == []


def test_panels_on_a_gradient_have_the_colour_their_text_was_chosen_for(drawn: Mapping[str, Drawn]) -> None:
    master = opened_master(made.saved(made.deep_gradient()))
    ground = Chooser(master, {}).pick("summary").ground

    text, panel = (ground.theme.client.hexadecimal(ground.theme.real.get(t, t)) for t in ("tx1", "bg2"))

    assert contrast(text, panel) >= 4.5


def test_a_theme_may_state_its_colours_in_any_way() -> None:
    colours = opened_master(made.saved(made.odd_colours())).layouts[0].theme.colours

    assert colours["lt1"] == "FFFFFF"
    assert colours["dk2"] == "191970"
    assert colours["accent1"] == "1259A1"
    assert colours["accent2"] == "CC330D"
    assert (colours["accent3"], colours["accent5"]) == ("708090", "00008B")


def test_competitors_and_others_never_stand_in_a_red_that_warns_and_talk_never_in_black() -> None:
    master = opened_master(made.saved(made.alarming()))
    theme = Chooser(master, {}).pick("table").ground.theme

    shades = {role: theme.hexadecimal(theme.mark(role)) for role in Role}

    assert saturation(shades[Role.COMPETITOR]) < 0.1
    assert "FF0000" not in {
        shades[r] for r in (Role.OTHER, Role.OTHER_LIGHT, Role.COMPETITOR, Role.CONVERSATION)
    }
    assert shades[Role.CONVERSATION] == theme.client.hexadecimal("accent1 lumMod=50000")


def test_a_source_that_is_cut_stops_at_the_end_of_a_sentence() -> None:
    place = (
        Chooser(opened_master(made.saved(made.small())), {}).pick("table").ground.places("table")["source"]
    )
    words = (
        "Sources: "
        + "many pages of many sites, " * 8
        + "read in May. Reactions rank pages; they are no mentions. "
    )
    text = (Paragraph(spans=(Span(text=words + "Pages were read once. " * 9),)),)

    found = fitted_source(text, place, where="here")

    assert found.moved
    assert found.text[0].text.endswith(".")


def test_columns_are_shared_out_so_that_rows_stay_low_on_a_strangers_slide() -> None:
    long = " ".join(["bicycles"] * 24)
    rows = tuple(TableRow(cells=cells(long, "many words that would like room", "1")) for _ in range(4))
    table = TableSpec(head=(), rows=rows, aligns=(Align.LEFT, Align.LEFT, Align.RIGHT), weights=(1, 4, 4))

    def height(*, is_close: bool) -> float:
        plans = planned(table, width_pt=500, height_pt=4000, family="Arial", where="x", is_close=is_close)
        return sum(plans[0].heights)

    assert height(is_close=True) < 0.9 * height(is_close=False)


def cells(*texts: str) -> tuple[TableCell, ...]:
    return tuple(TableCell(text=(Paragraph(spans=(Span(text=t),)),)) for t in texts)


def test_a_layout_without_room_gives_way_to_the_roomiest_one(tmp_path: Path) -> None:
    path = tmp_path / "client.pptx"
    path.write_bytes(made.saved(made.title_over_half()))

    blob = render(decks.every_archetype(), master=path, layouts=IDENTITY)

    used = {s.slide_layout.name for s in reading.opened(blob).slides if any(x.has_table for x in s.shapes)}
    assert used == {"Blank"}


def test_the_masters_of_real_organisations_carry_a_short_deck(masters: Path, tmp_path: Path) -> None:
    shutil.copytree(SAMPLE, tmp_path / "quiet")
    deck = build(tmp_path / "quiet", environ={}, is_offline=True, length="five").deck
    files = sorted(p for p in masters.iterdir() if p.suffix in {".pptx", ".potx"})
    assert files
    for path in files:
        blob = render(deck, master=path, layouts=IDENTITY)
        slides = list(reading.opened(blob).slides)
        assert len(slides) >= len(deck.slides)
        assert [(path.name, n, *p) for n, s in enumerate(slides, 1) for p in overlaps(s)] == []


@pytest.mark.parametrize(
    ("member", "old", "new"),
    [
        ("ppt/theme/theme1.xml", b"<a:clrScheme", b"<a:clrScheme <"),
        ("ppt/slideMasters/slideMaster1.xml", b'sz="4400"', b'sz="huge"'),
        ("ppt/slideLayouts/slideLayout2.xml", b'<a:off x="', b'<a:off x="9'),
        ("ppt/slideMasters/slideMaster1.xml", b'lIns="91440"', b'lIns="none"'),
    ],
)
def test_a_damaged_master_is_read_or_refused_in_one_line(
    member: str, old: bytes, new: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "master.pptx"
    path.write_bytes(made.saved(made.four_to_three()))
    own = unpacked(path, where="m")
    path.write_bytes(packed(own | {member: own[member].replace(old, new)}))

    refused, slides = "", 0
    try:
        slides = len(reading.opened(render(decks.short(), master=path)).slides)
    except DeckgenError as error:
        refused = str(error)

    assert (slides >= 3) != (str(path) in refused)
    assert "\n" not in refused


def frames(slide: Any) -> Iterator[tuple[str, Frame]]:
    """Name and frame of what stands on a slide, without ornament."""
    for shape in slide.shapes:
        if b"decorative" in etree.tostring(next(shape._element.iter(f"{reading.P}cNvPr"))):
            continue
        if shape.width is not None and shape.left is not None:
            yield shape.name, (shape.left, shape.top, shape.width, shape.height)


def overlaps(slide: Any) -> Iterator[tuple[str, str]]:
    for (one, a), (other, b) in combinations(frames(slide), 2):
        inner = (a[0] + HAIR, a[1] + HAIR, a[2] - 2 * HAIR, a[3] - 2 * HAIR)
        if overlap(inner, b):
            yield one, other


def on_paint(drawn: Drawn) -> Iterator[tuple[int, str]]:
    """Shapes of ours on a logo, line or band; the client's own title and footers may stand on theirs."""
    for n, slide in enumerate(drawn.slides, 1):
        layout = drawn.layouts[slide.slide_layout.name]
        own = {s.name for s in slide.placeholders if s.placeholder_format.type in FOOT | TITLES}
        for title, frame in frames(slide):
            if title in own:
                continue
            if any(overlap(frame, o) > 0.002 * area(frame) for o in layout.surface.obstacles):
                yield n, title


def parts(blob: bytes) -> dict[str, bytes]:
    """Masters, layouts and themes of a file, by name, as their content is."""
    parser = etree.XMLParser(remove_blank_text=True)
    with zipfile.ZipFile(BytesIO(blob)) as package:
        return {
            name: etree.tostring(etree.fromstring(package.read(name), parser), method="c14n")
            for name in package.namelist()
            if name.startswith(("ppt/slideLayouts/slide", "ppt/slideMasters/slide", "ppt/theme/theme1"))
            and name.endswith(".xml")
        }


def illegible(slide: Any, layout: Layout) -> Iterator[tuple[str, str, str]]:
    """Boxes and titles whose stated or inherited first colour is under 3:1 on every tone below it."""
    sheet = next((s for s in slide.shapes if s.name == "Ground"), None)
    for shape in slide.shapes:
        body = shape._element.find(f"{reading.P}txBody")
        if body is None or not shape.text_frame.text.strip() or shape.width is None:
            continue
        fill = shape._element.find(f"{reading.P}spPr/{reading.A}solidFill/{reading.A}schemeClr")
        tones = layout.surface.tones((shape.left, shape.top, shape.width, shape.height))
        if sheet is not None and fill is None:
            fill = sheet._element.find(f"{reading.P}spPr/{reading.A}solidFill/{reading.A}schemeClr")
        if fill is not None:
            tones = (shade(fill, layout),)
        for run in body.iter(f"{reading.A}rPr"):
            token = run.find(f"{reading.A}solidFill/{reading.A}schemeClr")
            style = body.find(f"{reading.A}lstStyle/{reading.A}lvl1pPr/{reading.A}defRPr")
            if token is None and style is not None:
                token = style.find(f"{reading.A}solidFill/{reading.A}schemeClr")
            if token is not None and tones and min(contrast(shade(token, layout), t) for t in tones) < 3:
                yield shape.name, shade(token, layout), tones[0]


def shade(token: Any, layout: Layout) -> str:
    changes = " ".join(f"{etree.QName(c).localname}={c.get('val')}" for c in token)
    return layout.theme.hexadecimal(f"{token.get('val')} {changes}".strip())
