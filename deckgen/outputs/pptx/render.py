"""Draws a deck into a master: pages planned first, then written, then packed to the same bytes every time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from pathlib import Path
from typing import Any

from pptx.opc.constants import CONTENT_TYPE as CT
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI

from deckgen import __version__
from deckgen.errors import FitError
from deckgen.model.deck import ChartSpec, Deck, PictureBlock, Role, Text
from deckgen.model.designed import FilledSlide
from deckgen.model.ledger import Ledger
from deckgen.model.styling import UNSTYLED, Styling
from deckgen.outputs.pptx import master as masters
from deckgen.outputs.pptx.canvas import canvas
from deckgen.outputs.pptx.charts import chart_frame, chart_part, cite_chart
from deckgen.outputs.pptx.citations import Citations
from deckgen.outputs.pptx.designed_pages import DesignedPages
from deckgen.outputs.pptx.elements import document, el, identity, name, root
from deckgen.outputs.pptx.fitting import Fitted
from deckgen.outputs.pptx.frame import footer, slide_number, tracker
from deckgen.outputs.pptx.geometry import WITHOUT_FRAME, Frame
from deckgen.outputs.pptx.grounds import Grounds
from deckgen.outputs.pptx.layouts import Layout
from deckgen.outputs.pptx.ledger import write_ledger
from deckgen.outputs.pptx.links import add_links
from deckgen.outputs.pptx.logos import logo, logo_part
from deckgen.outputs.pptx.notes import notes_part
from deckgen.outputs.pptx.pages import Content, Page, Pages
from deckgen.outputs.pptx.palette import restyled
from deckgen.outputs.pptx.pictures import picture_frame, picture_part
from deckgen.outputs.pptx.places import Place
from deckgen.outputs.pptx.sections import add_sections
from deckgen.outputs.pptx.table_xml import TableWriter
from deckgen.outputs.pptx.tables import TablePlan
from deckgen.outputs.pptx.text import box, shape
from deckgen.outputs.pptx.zipping import members, packed
from deckgen.parsing.shortening import shortened

MAX_PAGES = 1000
_FIRST_SLIDE_ID = 256
_PROPERTY = 255  # characters that a property of a file may have


def render(
    deck: Deck,
    *,
    master: Path,
    layouts: Mapping[str, str] | None = None,
    styling: Styling = UNSTYLED,
) -> bytes:
    """The deck as a .pptx file. `layouts` maps archetypes to names of layouts; by default they agree."""
    opened = masters.opened(master, styling=styling)
    planner = Pages(deck, Grounds(opened, layouts or {}, styling))
    pages: list[Page | FilledSlide] = []
    for slide in deck.slides:
        pages += [slide] if isinstance(slide, FilledSlide) else planner.of(slide)
        if len(pages) > MAX_PAGES:
            raise FitError(f"slide '{slide.key}' makes over {MAX_PAGES} pages; put fewer rows into its table")
    return _Writer(deck, opened, master).written(pages)


class _Writer:
    def __init__(self, deck: Deck, master: masters.Master, path: Path) -> None:
        self._deck, self._master = deck, master
        self._part = master.presentation.part
        self._package = self._part.package
        self._cite = Citations(deck.ledger, language=deck.language)
        self._drawn = DesignedPages(path, master, language=deck.language, cite=self._cite)
        self._charts = self._pictures = 0
        self._logos: dict[bytes, Any] = {}
        self._ids = 1
        taken = {str(p.partname) for p in self._package.iter_parts()}
        # a client's layouts may hold charts of their own: ours are numbered past them
        self._chart_base = sum(n.startswith(("/ppt/charts/", "/ppt/embeddings/")) for n in taken) * 100

    def written(self, pages: Sequence[Page | FilledSlide]) -> bytes:
        slides = el("p:sldIdLst")
        sections: list[tuple[str, int]] = []
        for number, page in enumerate(pages, 1):
            slide = page if isinstance(page, FilledSlide) else page.slide
            self._cite.at(number, slide.key, own=page.own if isinstance(page, FilledSlide) else ())
            part = (
                self._drawn_slide(page, number)
                if isinstance(page, FilledSlide)
                else self._slide(page, number)
            )
            relation = self._part.relate_to(part, RT.SLIDE)
            slides.append(el("p:sldId", id=_FIRST_SLIDE_ID + number - 1, r__id=relation))
            if not sections or sections[-1][0] != slide.section:
                self._cite.loose(self._deck.section_names.get(slide.section, ""), "section")
            sections.append((slide.section, _FIRST_SLIDE_ID + number - 1))
        self._list(slides)
        add_sections(self._master.presentation, sections, self._deck.section_names)
        self._properties()
        write_ledger(
            self._part,
            Ledger(
                version=__version__,
                brief_digest=self._deck.brief_digest,
                template_digest=self._deck.template_digest,
                entries=self._cite.entries,
                placements=self._cite.placements,
            ),
        )
        return packed(members(self._package))

    def _list(self, slides: Any) -> None:
        """Puts the list of slides where the format wants it: after the lists of masters."""
        element = self._part._element
        old = element.find(name("p:sldIdLst"))
        if old is not None:
            element.remove(old)
        after = [
            i
            for i, child in enumerate(element)
            if child.tag
            in {name("p:sldMasterIdLst"), name("p:notesMasterIdLst"), name("p:handoutMasterIdLst")}
        ]
        element.insert(max(after, default=-1) + 1, slides)

    def _properties(self) -> None:
        deck = self._deck
        properties = self._master.presentation.core_properties
        moment = datetime.combine(deck.as_of, time())
        title, author = shortened(deck.title, _PROPERTY), shortened(deck.author, _PROPERTY)
        properties.title, properties.author, properties.language = title, author, deck.language
        properties.last_modified_by, properties.revision = author, 1
        properties.created = properties.modified = moment
        properties.subject = properties.keywords = properties.comments = properties.category = ""
        self._cite.at(1, deck.slides[0].key if deck.slides else "")
        self._cite.loose(title, "properties")

    def _slide(self, page: Page, number: int) -> Any:
        part = Part(PackURI(f"/ppt/slides/slide{number}.xml"), CT.PML_SLIDE, self._package)
        part.relate_to(page.layout.part, RT.SLIDE_LAYOUT)
        self._ids = 1
        shapes = self._shapes(page, part, number)
        tree = el(
            "p:spTree",
            el("p:nvGrpSpPr", identity(1, ""), el("p:cNvGrpSpPr"), el("p:nvPr")),
            el("p:grpSpPr"),
            *shapes,
        )
        element = root("p:sld", "a r p", el("p:cSld", tree), el("p:clrMapOvr", _colour_map(page.layout)))
        add_links(element, part)
        part.blob = document(restyled(element, page.layout.theme))
        self._notes(page.notes, number, part)
        return part

    def _drawn_slide(self, slide: FilledSlide, number: int) -> Any:
        part = self._drawn.part(slide, number)
        self._notes(slide.notes, number, part)
        return part

    def _notes(self, text: Text, number: int, part: Any) -> None:
        notes_part(
            text,
            number=number,
            slide_part=part,
            presentation_part=self._part,
            language=self._deck.notes_language or self._deck.language,
        )
        self._cite.text(text, "notes")

    def _shapes(self, page: Page, part: Any, number: int) -> list[Any]:
        """Reading order: title, kicker, body, source, footer, number."""
        language = self._deck.language
        self._cite.text(page.slide.title, "title")
        self._cite.structure(page.suffix, "title")
        made = [shape(page.place("title"), self._id(), page.title, language=language)]
        if page.layout.sheet is not None:  # at the back
            made.insert(0, self._sheet(page.layout.sheet))
        for slot, content in page.contents.items():
            if slot == "source":
                continue
            made += self._content(page, slot, content, part)
            if slot == "kicker":
                made += self._tracker(page)
        source = page.contents.get("source")
        if isinstance(source, Fitted):
            made += self._content(page, "source", source, part)
        if page.archetype not in WITHOUT_FRAME:
            made += self._frame(page, number)
        return made

    def _sheet(self, frame: Frame) -> Any:
        ground = "bg1"
        return box(self._id(), "Ground", frame, [], fill_token=ground, decorative=True)

    def _tracker(self, page: Page) -> list[Any]:
        ours = page.layout.theme.mark(Role.US)
        bars = tracker(
            page.places.get("kicker"), page.slide.argument, self._ids + 1, self._master, current=ours
        )
        self._ids += 6 if bars else 0
        return bars

    def _frame(self, page: Page, number: int) -> list[Any]:
        language = self._deck.language
        made = []
        foot = footer(page.layout, self._id(), self._deck.footer, language=language)
        if foot is not None:
            self._cite.text(self._deck.footer, "footer")
            made.append(foot)
        counter = slide_number(page.layout, self._id(), number, language=language)
        if counter is not None:
            self._cite.structure(str(number), "number")
            made.append(counter)
        return made

    def _content(self, page: Page, slot: str, content: Content, part: Any) -> list[Any]:
        place = page.place(slot)
        language = self._deck.language
        if isinstance(content, Fitted):
            self._cite.text(content.text, slot)
            return [shape(place, self._id(), content, language=language)]
        if isinstance(content, TablePlan):
            writer = TableWriter(
                content,
                language=language,
                theme=page.layout.theme,
                style=self._master.table_style(),
                cite=self._cite,
            )
            made = [writer.frame(place, self._id(), slot=slot)]
            if content.spec.legend:
                made.append(writer.legend(place, self._id(), slot=slot))
            return made
        if isinstance(content, PictureBlock):
            return self._logo(page, content, place, part)
        return self._chart(page, slot, content, place, part)

    def _logo(self, page: Page, block: PictureBlock, place: Place, part: Any) -> list[Any]:
        """A file of the brief; the same one is in the deck once."""
        body = block.picture.body
        if body not in self._logos:
            self._logos[body] = logo_part(block.picture, number=len(self._logos) + 1, package=self._package)
        relation = part.relate_to(self._logos[body], RT.IMAGE)
        tones = page.layout.surface.tones(place.frame)
        numbers = self._id(), self._id()
        return logo(block, place, numbers, relation, theme=page.layout.theme, tones=tones)

    def _chart(self, page: Page, slot: str, spec: ChartSpec, place: Place, part: Any) -> list[Any]:
        language, theme = self._deck.language, page.layout.theme
        if spec.form.is_native:
            self._charts += 1
            chart = chart_part(
                spec,
                number=self._chart_base + self._charts,
                place=place,
                package=self._package,
                language=language,
                theme=theme,
                cite=self._cite,
                where=slot,
                is_named_elsewhere=page.names_parts_of(spec),
            )
            return [chart_frame(spec, place, self._id(), part.relate_to(chart, RT.CHART))]
        cite_chart(spec, self._cite, slot)
        if spec.form.is_picture:
            self._pictures += 1
            image = picture_part(
                spec,
                number=self._pictures,
                place=place,
                package=self._package,
                language=language,
                theme=theme,
            )
            return [picture_frame(spec, place, self._id(), part.relate_to(image, RT.IMAGE))]
        where = f"slide '{page.slide.key}', {slot}"
        drawn, self._ids = canvas(spec, place, self._ids + 1, theme=theme, language=language, where=where)
        if drawn is None:
            raise FitError(f"{where}: '{spec.form.value}' has nothing to draw; leave it out")
        return [drawn]

    def _id(self) -> int:
        self._ids += 1
        return self._ids


def _colour_map(layout: Layout) -> Any:
    """The layout's own colour map, where it has one: programs disagree on whether slides inherit it."""
    if layout.override:
        return el("a:overrideClrMapping", **layout.override)
    return el("a:masterClrMapping")
