"""Sample decks by factories: every archetype with realistic words and cited numbers, all fictional."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from deckgen.model.deck import (
    Align,
    Block,
    ChartBlock,
    ChartForm,
    ChartSeries,
    ChartSpec,
    Deck,
    Label,
    Paragraph,
    Point,
    Role,
    Slide,
    Span,
    TableBlock,
    TableCell,
    TableRow,
    TableSpec,
    Text,
    TextBlock,
)
from deckgen.model.ledger import Basis, LedgerEntry
from tests.factories import an_origin

MASTER = Path(__file__).resolve().parents[3] / "templates" / "boardroom" / "master.pptx"
NUMBERS = re.compile(r"\{(?P<printed>[^{}|]+)\}")
SOURCES = ("Forums", "Blogs", "Video comments", "Microblogs", "News sites")
_US, _OTHER, _TALK = Role.US, Role.OTHER, Role.CONVERSATION


class Book:
    """Cites the numbers of a sample: `{4,816}` in a text becomes a cited span."""

    def __init__(self) -> None:
        self.entries: dict[str, LedgerEntry] = {}

    def cite(self, printed: str, value: Decimal | None = None) -> str:
        found = re.sub(r"[^\d.]", "", printed.replace(",", ""))
        id_ = f"m:{printed}:{value}"
        self.entries.setdefault(
            id_,
            LedgerEntry(
                id=id_,
                basis=Basis.MEASURED,
                printed=printed,
                value=value if value is not None else Decimal(found or "0"),
                key=f"sample.{len(self.entries)}",
                formula="count",
                inputs=(("items", Decimal(found or "0")),),
                origins=(an_origin(locator=printed),),
            ),
        )
        return id_

    def text(self, *lines: str) -> Text:
        """Paragraphs; `# `, `= `, `- `, `~ ` set the level as in slide files, `**` switches bold."""
        levels = {"# ": 0, "= ": 2, "- ": 3, "~ ": 4}
        out = []
        for line in lines:
            level = levels.get(line[:2], 1)
            out.append(Paragraph(spans=self.spans(line[2:] if line[:2] in levels else line), level=level))
        return tuple(out)

    def flat(self, *lines: str) -> Text:
        return tuple(Paragraph(spans=self.spans(line)) for line in lines)

    def spans(self, line: str) -> tuple[Span, ...]:
        out: list[Span] = []
        for i, part in enumerate(line.split("**")):
            at = 0
            for found in NUMBERS.finditer(part):
                out.append(Span(text=part[at : found.start()], bold=bool(i % 2)))
                printed = found["printed"]
                out.append(Span(text=printed, bold=bool(i % 2), cite=self.cite(printed)))
                at = found.end()
            out.append(Span(text=part[at:], bold=bool(i % 2)))
        return tuple(s for s in out if s.text)

    def label(self, text: str) -> Label:
        plain = NUMBERS.sub(lambda m: m["printed"], text)
        return Label(text=plain, cites=tuple(self.cite(m["printed"]) for m in NUMBERS.finditer(text)))

    def point(self, value: Any, text: str = "", role: Role | None = None) -> Point:
        if value is None:
            return Point(value=None, role=role)
        number = Decimal(str(value))
        printed = text or f"{number:,}"
        return Point(value=number, text=printed, cite=self.cite(printed, number), role=role)

    def series(
        self, name: str, role: Role, values: Sequence[Any], roles: Sequence[Role | None] = ()
    ) -> ChartSeries:
        given = roles or [None] * len(values)
        points = tuple(self.point(v, role=r) for v, r in zip(values, given, strict=True))
        return ChartSeries(name=self.label(name), role=role, points=points)

    def chart(self, form: ChartForm, names: Sequence[str], *series: ChartSeries, **more: Any) -> ChartSpec:
        alt = more.pop("alt", "What is shown, and the main finding in one sentence.")
        return ChartSpec(
            form=form, categories=tuple(self.label(n) for n in names), series=series, alt=alt, **more
        )

    def cell(self, words: str, role: Role | None = None, *, is_figure: bool = False) -> TableCell:
        return TableCell(text=self.flat(words) if words else (), role=role, is_figure=is_figure)

    def table(
        self, head: Sequence[str], rows: Sequence[Sequence[str | TableCell]], aligns: str, **more: Any
    ) -> TableSpec:
        kinds = {"l": Align.LEFT, "r": Align.RIGHT, "c": Align.CENTRE}
        marked = more.pop("highlight", -1)
        return TableSpec(
            head=tuple(self.flat(h) for h in head),
            rows=tuple(
                TableRow(
                    cells=tuple(c if isinstance(c, TableCell) else self.cell(c) for c in row),
                    is_highlighted=i == marked,
                )
                for i, row in enumerate(rows)
            ),
            aligns=tuple(kinds[a] for a in aligns),
            weights=more.pop("weights", tuple(1.0 for _ in aligns)),
            alt=more.pop("alt", "Table: what its rows are and what stands out."),
            **more,
        )

    def slide(self, key: str, archetype: str, title: str, *blocks: Block, **more: Any) -> Slide:
        argument = more.pop("argument", 0)
        return Slide(
            key=key,
            archetype=archetype,
            section=more.pop("section", "opening"),
            title=self.flat(title),
            kicker=self.flat(*([more.pop("kicker")] if "kicker" in more else [])),
            argument=argument,
            blocks=blocks,
            source=self.flat(*([more.pop("source")] if "source" in more else [])),
            notes=more.pop(
                "notes",
                self.flat(
                    "The message in one sentence.",
                    "Point at the first row. The limit: {52} weeks, public posts only. "
                    "Likely question: who counted? Answer: the method slide says so.",
                ),
            ),
        )

    def deck(self, *slides: Slide, **more: Any) -> Deck:
        return Deck(
            **{
                "title": "Norrvind: join the conversation",
                "author": "Norrvind Communications",
                "language": "en-GB",
                "as_of": date(2026, 11, 22),
                "slides": slides,
                "section_names": {
                    "opening": "Opening",
                    "talk": "1 People talk about us",
                    "visible": "2 Their conversations are visible",
                    "voice": "3 We have no voice",
                    "rivals": "4 Competitors move faster",
                    "plan": "5 We can start small",
                    "decision": "Decision",
                    "appendix": "Appendix",
                },
                "footer": self.flat("Norrvind  |  The case for social media  |  November {2026}"),
                "ledger": self.entries,
                "brief_digest": "b" * 64,
                "template_digest": "c" * 64,
                "continued": "({part} of {parts})",
                "notes_mark": "From the slide:",
                **more,
            }
        )


def words(slot: str, text: Text) -> TextBlock:
    return TextBlock(slot=slot, text=text)


def cover(b: Book) -> Slide:
    return b.slide(
        "cover",
        "cover",
        "People talk about Norrvind. It is time to answer.",
        words(
            "subtitle", b.flat("A {90}-day pilot in three steps, each with a review at which you can stop")
        ),
        words("meta", b.flat("Board meeting, {3} December {2026}", "Anna Lind, Head of Communications")),
    )


def summary(b: Book) -> Slide:
    rows = [
        ("{4,816}", "**People are talking about us.** Mentions in {12} months; {60 %} sit in forums "
            "and blogs."),
        ("{46 %}", "**Their conversations are visible.** Share of {100} search results held by "
            "blogs and forums."),
        ("{1.2 %}", "**We have no voice of our own.** Share of posts about us that come from us. "
            "Brightspoke: {21 %}."),
        ("{5 of 6}", "**Competitors move faster.** Platforms where Velmora posts every week. We are "
            "active on one."),
        ("{3} steps", "**We can start small.** Listen, answer, publish: each step ends with a "
            "review where you can stop."),
    ]  # fmt: skip
    table = b.table(
        (),
        [(b.cell(f, is_figure=True), t) for f, t in rows],
        "ll",
        weights=(1.0, 3.2),
        style="summary",
    )
    return b.slide(
        "summary",
        "summary",
        "Approve a {90}-day pilot: EUR {38,000} in three steps, and only EUR\u00a0{6,500} is "
        "committed before the first review",
        words(
            "panel",
            b.text(
                "# What we ask for",
                "= {90} days",
                "~ {11} January – {9} April {2027}",
                "= EUR {38,000}",
                "~ of which EUR {17,000} is cash",
                "= {25} h a week",
                "~ of four people we already employ",
                "= EUR {6,500} today",
                "~ for step {1}; the rest stays locked",
            ),
        ),
        TableBlock(slot="table1", table=table),
        kicker="Executive summary",
        source="Sources: listening sample Nov {2025} – Oct {2026} (n = {4,816} mentions of "
        "Norrvind); search sample "
        "{3} Nov {2026} (n = {100} results); platform pages {5} Nov {2026}.",
    )


def two_charts(b: Book) -> Slide:
    months = ["Nov", "Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct"]
    line = b.chart(
        ChartForm.LINE,
        months,
        b.series("Norrvind", _US, [262, 241, 255, 318, 874, 512, 438, 402, 371, 355, 381, 407]),
        annotations=((4, b.label("Battery rumour: no reply from us")),),
        alt="Line of monthly mentions: a peak of 874 in March, 407 in October.",
    )
    bars = b.chart(
        ChartForm.BAR,
        [f"{n} ({{{p} %}})" for n, p in zip(SOURCES, (35, 25, 17, 13, 10), strict=True)],
        b.series("Mentions", _OTHER, [1685, 1204, 819, 626, 482], [_TALK, _TALK, None, None, None]),
        alt="Bars of mentions by source: forums lead with 1,685.",
    )  # fmt: skip
    return b.slide(
        "trend",
        "two-charts",
        "We are mentioned {400} times a month, and a rumour in March doubled that while we stayed silent",
        words("heading1", b.flat("Mentions of Norrvind per month")),
        ChartBlock(slot="chart1", chart=line),
        words("heading2", b.flat("Mentions by source, {12} months")),
        ChartBlock(slot="chart2", chart=bars),
        section="talk",
        kicker="{1}  People are talking about us",
        argument=1,
        source="Source: listening export, public posts in Swedish and English naming Norrvind, {1} "
        "Nov {2025} – "
        "{31} Oct {2026}, n = {4,816} after removing {312} duplicates. Closed groups are not covered.",
    )


def weeks(b: Book) -> Slide:
    monday = date(2025, 11, 24)
    names = [f"{{{monday + timedelta(days=7 * i):%-d %b}}}" for i in range(52)]
    ours = [None, None, *[(i * 7) % 13 + 6 + (40 if i == 20 else 0) for i in range(50)]]
    industry = [(i * 11) % 17 + 30 for i in range(52)]
    line = b.chart(
        ChartForm.LINE,
        names,
        b.series("Norrvind", _US, ours),
        b.series("City e-bikes in general", _OTHER, industry),
        alt="Two weekly lines: the industry above, Norrvind below with one peak.",
    )
    return b.slide(
        "weeks",
        "chart-insight",
        "The industry is discussed every week; our name appears in a third of it",
        words("heading1", b.flat("Public posts per week")),
        ChartBlock(slot="chart1", chart=line),
        words(
            "panel",
            b.text(
                "# So what",
                "The talk about city e-bikes never stops: **{30} to {46} posts** in every week of the year.",
                "Ours rises only when something goes wrong, and **nobody of us answers**.",
                "A steady voice would meet people who are already asking.",
                "~ Weeks before {8} December were not reached by the source.",
            ),
        ),
        section="talk",
        kicker="{1}  People are talking about us",
        argument=1,
        source="Source: three public sources, {24} Nov {2025} – {22} Nov {2026}, n = {612} posts.",
    )


def canvas_chart(b: Book) -> Slide:
    kinds = ["Blogs, forums", "Shops, news", "Competitors", "Our own site"]
    roles = [_TALK, _OTHER, Role.OTHER_LIGHT, _US]
    squares = b.chart(
        ChartForm.WAFFLE,
        kinds,
        b.series("Results", _OTHER, [46, 32, 13, 9], roles),
        alt="One hundred squares: 46 are blogs and forums, 9 our own site.",
    )
    by_term = b.chart(
        ChartForm.STACKED,
        ["norrvind", "norrvind battery", "best city e-bike", "e-bike winter range", "e-bike service "
            "stockholm"],
        b.series(kinds[0], _TALK, [7, 14, 10, 11, 4]),
        b.series(kinds[1], _OTHER, [5, 4, 5, 6, 12]),
        b.series(kinds[2], Role.OTHER_LIGHT, [1, 0, 5, 3, 4]),
        b.series(kinds[3], _US, [7, 2, 0, 0, 0]),
        alt="Stacked bars by search term: blogs and forums lead in four of five.",
    )  # fmt: skip
    return b.slide(
        "waffle",
        "canvas-chart",
        "Who searches for us meets blogs and forums five times as often as our own site",
        words("heading1", b.flat("The first {100} results: one square is one result")),
        ChartBlock(slot="canvas", chart=squares),
        words("heading2", b.flat("The same results by search term ({20} each)")),
        ChartBlock(slot="chart2", chart=by_term),
        section="visible",
        kicker="{2}  Their conversations are visible",
        argument=2,
        source="Source: first {20} organic results for five search terms, signed out, location "
        "Stockholm, {3} Nov "
        "{2026}, n = {100} results, coded by two people (agreement {96 %}).",
    )


def blogs(b: Book, rows: int = 8) -> Slide:
    names = ("slowcommute", "batterydiary", "kerbside", "raincape", "harbourlane", "freehub", "tarmactales")
    table = b.table(
        ("#", "Blog", "Found for", "Best rank", "Results", "Last post seen"),
        [
            (
                f"{{{i + 1}}}",
                f"{names[i % 7]}.example",
                ("norrvind battery", "best city e-bike", "e-bike winter range")[i % 3],
                f"{{{2 + 3 * i}}}",
                f"{{{9 - i % 8}}}",
                f"{{{12 + i % 15}}} Oct {{2026}}",
            )
            for i in range(rows)
        ],
        "rllrrl",
        weights=(0.2, 2.0, 2.0, 0.8, 0.8, 1.2),
        highlight=1,
    )
    return b.slide(
        "blogs",
        "table",
        "Eight blogs decide what people read about our batteries before they buy",
        TableBlock(slot="table1", table=table),
        section="visible",
        kicker="{2}  Their conversations are visible",
        argument=2,
        source="Source: first {20} results of five search terms, {3} Nov {2026}; blogs ranked by best rank.",
    )


def intervals(b: Book) -> Slide:
    share = b.chart(
        ChartForm.BAR,
        ["Brightspoke", "Velmora", "Kadenz", "Norrvind"],
        b.series(
            "Share of voice", Role.COMPETITOR, ["0.41", "0.33", "0.19", "0.07"], [None, None, None, _US]
        ),
        number_format="0%",
        alt="Bars: Norrvind has 7 % of the conversation, the least of four.",
    )
    points = tuple(
        Point(
            value=Decimal(v),
            text=t,
            cite=b.cite(t, Decimal(v)),
            low=Decimal(low),
            high=Decimal(high),
        )
        for v, t, low, high in (
            ("0.09", "9 %", "0.05", "0.16"),
            ("0.04", "4 %", "0.01", "0.12"),
            ("0.07", "7 %", "0.05", "0.10"),
        )
    )
    ranges = ChartSpec(
        form=ChartForm.INTERVAL,
        categories=tuple(b.label(n) for n in ("Our results", "Ours in the first ten", "Share of voice")),
        series=(ChartSeries(name=b.label("Share"), role=_US, points=points),),
        number_format="0%",
        alt="Three shares with their ranges; none reaches one fifth.",
    )
    return b.slide(
        "voice",
        "chart-picture",
        "Our own voice is the quietest of four, and no reading of the data makes it loud",
        words("heading1", b.flat("Share of the conversation, by company")),
        ChartBlock(slot="chart1", chart=share),
        words("heading2", b.flat("Our shares with their {95 %} ranges")),
        ChartBlock(slot="picture", chart=ranges),
        section="voice",
        kicker="{3}  We have no voice of our own",
        argument=3,
        source="Source: search sample {3} Nov {2026}, n = {100}; mentions {24} Nov {2025} – {22} "
        "Nov {2026}, n = {612}.",
    )


def strip(b: Book) -> Slide:
    roles = (_TALK, _OTHER, Role.OTHER_LIGHT, _US, Role.EXTRA, Role.UNKNOWN)
    series = tuple(
        ChartSeries(
            name=b.label(name),
            role=_OTHER,
            points=tuple(
                Point(value=Decimal(r), text=str(r), cite=b.cite(str(r)), role=roles[(r * k) % 6])
                for r in range(1, 31)
            ),
        )
        for k, name in enumerate(("norrvind", "norrvind battery", "best city e-bike"), 3)
    )
    chart = ChartSpec(
        form=ChartForm.STRIP,
        categories=tuple(b.label(f"{{{r}}}") for r in range(1, 31)),
        series=series,
        alt="Every result by rank and kind for three searches.",
    )
    return b.slide(
        "strip",
        "picture",
        "Down to rank {30}, somebody else answers the questions people ask about us",
        words("heading1", b.flat("Every search result by rank and kind")),
        ChartBlock(slot="picture", chart=chart),
        section="visible",
        kicker="{2}  Their conversations are visible",
        argument=2,
        source="Source: saved result pages of three searches, {3} Nov {2026}, {30} results each.",
    )


def matrix(b: Book) -> Slide:
    def c(words_: str, role: Role | None = None) -> TableCell:
        return b.cell(words_, role)

    states = [
        ("Instagram", "○ {0.9 k}, last post Mar {2025}", "● **{48 k}**", "● **{31 k}**", "● **{22 k}**"),
        ("YouTube", "– no account", "● **{39 k}**", "● **{21 k}**", "● **{17 k}**"),
        ("Facebook", "○ {1.2 k}, last post Aug {2024}", "● **{19 k}**", "● **{14 k}**", "○ {3 k}"),
        ("TikTok", "– no account", "? page not visible", "– no account", "● **{9 k}**"),
        ("LinkedIn", "● **{0.9 k}, jobs only**", "● **{8 k}**", "● **{5 k}**", "– no account"),
        ("Own blog", "– none", "● **weekly**", "○ last post Feb {2026}", "● **weekly**"),
        ("Active on", "{1} of {6}", "{5} of {6}", "{4} of {6}", "{4} of {6}"),
    ]
    rows = [(c(p), c(us, _US), c(v), c(k), c(s)) for p, us, v, k, s in states]
    table = b.table(
        ("Platform", "Norrvind", "Velmora", "Kadenz", "Brightspoke"),
        rows,
        "lllll",
        weights=(1.0, 2.0, 1.5, 1.5, 1.5),
        has_total=True,
        legend=(
            Paragraph(
                spans=(
                    Span(text="●"), Span(text=" active every week      "),
                    Span(text="○"), Span(text=" account, but dormant      "),
                    Span(text="–"), Span(text=" no account found      "),
                    Span(text="?"), Span(text=" could not be checked"),
                )
            ),
        ),
    )  # fmt: skip
    return b.slide(
        "matrix",
        "table",
        "Velmora posts every week on five of six platforms; we do so on one, and only with job adverts",
        TableBlock(slot="table1", table=table),
        section="rivals",
        kicker="{4}  Competitors move faster",
        argument=4,
        source="Source: public platform pages, checked by hand on {5} Nov {2026}. Active = at least "
        "one post in each of "
        "the last four weeks. Unknown = page could not be seen without an account. Followers in thousands.",
    )


def slope(b: Book) -> Slide:
    chart = b.chart(
        ChartForm.SLOPE,
        ["October {2025}", "November {2026}"],
        b.series("Velmora ({+93 %})", Role.COMPETITOR, [61, 118]),
        b.series("Kadenz ({+61 %})", Role.COMPETITOR, [44, 71]),
        b.series("Brightspoke ({+189 %})", Role.ATTENTION, [18, 52]),
        b.series("Norrvind ({+3 %})", _US, ["2.9", 3]),
        number_format="#,##0.#",
        alt="Slope of followers: Brightspoke grows from 18 to 52 thousand, Norrvind stays at 3.",
    )
    return b.slide(
        "growth",
        "chart-insight",
        "In one year Brightspoke almost tripled its audience; ours grew by a hundred people",
        words("heading1", b.flat("Followers, all platforms (thousand)")),
        ChartBlock(slot="chart1", chart=chart),
        words(
            "panel",
            b.text(
                "# So what",
                "Brightspoke had **{18,000}** followers a year ago and is a third of our size in revenue.",
                "It posts **three times a week** with one full-time person.",
                "The gap to us grew from **{15,000} to {49,000}** people it can reach without paying.",
                "At our present pace we reach its level of {2025} in **more than a century**.",
            ),
        ),
        section="rivals",
        kicker="{4}  Competitors move faster",
        argument=4,
        source="Source: public follower counts summed over five platforms, {31} Oct {2025} (web "
        "archive) and {5} Nov "
        "{2026}. Velmora without TikTok. Counts may include inactive accounts.",
    )


def roadmap(b: Book) -> Slide:
    def run(name: str, role: Role, *runs: tuple[int, int, str]) -> ChartSeries:
        points = [Point(value=None)] * 13
        for first, last, text in runs:
            for i in range(first, last + 1):
                points[i - 1] = Point(
                    value=Decimal(i), text=text if i == first else "", cite=b.cite(str(i), Decimal(i))
                )
        return ChartSeries(name=b.label(name), role=role, points=tuple(points))

    def phase(name: str, first: int, last: int, cost: str) -> ChartSeries:
        made = run(name, _TALK, (first, last, ""))
        points = list(made.points)
        amount = re.sub(r"[^\d,]", "", cost)
        points[first - 1] = Point(value=Decimal(first), text=cost, cite=b.cite(amount))
        return ChartSeries(name=made.name, role=_TALK, points=tuple(points))

    chart = b.chart(
        ChartForm.ROADMAP,
        [f"{{{i}}}" for i in range(1, 14)],
        phase("{1}  Listen", 1, 4, "EUR 6,500"),
        phase("{2}  Answer", 5, 8, "EUR 13,500"),
        phase("{3}  Publish", 9, 13, "EUR 18,000"),
        run("Listening and report\nMarketing", _US, (1, 13, "Weekly report, one page")),
        run(
            "Rules and training\nMarketing + Legal", _US, (1, 3, "Reply rules, training"), (7, 8, "Refresher")
        ),
        run("Answering questions\nCustomer Service", _US, (5, 13, "Answer within one working day")),
        run("Own content\nProduct + Marketing", _OTHER, (6, 8, "Facts page, range test"), (9, 9, "Film")),
        run("Measuring\nMarketing", _US, (1, 2, "Baseline"), (12, 13, "Final count")),
        annotations=(
            (3, b.label("Review {1}: {8} Feb\nDo we know enough to answer?")),
            (7, b.label("Review {2}: {8} Mar\nDo we keep the reply time?")),
            (12, b.label("Review {3}: {12} Apr\nGo on, change or stop?")),
        ),
        alt="Plan of 13 weeks in three steps with a review after each.",
    )
    return b.slide(
        "roadmap",
        "canvas",
        "We can start small: three steps of about a month, and a review where you can stop after each one",
        ChartBlock(slot="canvas", chart=chart),
        section="plan",
        kicker="{5}  We can start small",
        argument=5,
        source="Plan: Marketing and Customer Service, November {2026}.",
    )


def cost(b: Book) -> Slide:
    chart = b.chart(
        ChartForm.COLUMN_STACKED,
        ["Listen", "Answer", "Publish"],
        b.series("Own hours", _US, [4500, 9500, 7000]),
        b.series("Cash", _OTHER, [2000, 4000, 11000]),
        alt="Stacked columns: 6,500, 13,500 and 18,000 euros in three steps.",
    )
    table = b.table(
        ("Cost line", "Hours", "Rate, EUR", "EUR"),
        [
            ("Listening and weekly report", "{100}", "{45}", "{4,500}"),
            ("Answering within one working day", "{211}", "{45}", "{9,500}"),
            ("Own content: posts and two films", "{155}", "{45}", "{7,000}"),
            ("Listening tool, three months", "–", "–", "{2,000}"),
            ("Training by an outside coach", "–", "–", "{4,000}"),
            ("Film production", "–", "–", "{11,000}"),
            ("Total", "{466}", "", "{38,000}"),
        ],
        "lrrr",
        weights=(3.0, 1.0, 1.0, 1.0),
        has_total=True,
    )
    return b.slide(
        "cost",
        "chart-table",
        "The pilot costs EUR {38,000}; more than half of it is time of people we already employ",
        words("heading1", b.flat("Cost per step, EUR")),
        ChartBlock(slot="chart1", chart=chart),
        words("heading2", b.flat("What it is made of")),
        TableBlock(slot="table1", table=table),
        section="plan",
        kicker="{5}  We can start small",
        argument=5,
        source="Source: brief (hourly cost of EUR {45}), offers of two suppliers, November {2026}.",
    )


def two_tables(b: Book, tasks: int = 6) -> Slide:
    options = b.table(
        ("Option", "EUR", "What we get"),
        [
            ("Do nothing", "{0}", "Others keep answering for us"),
            ("Only listen", "{6,500}", "We know what is said, and stay silent"),
            ("Pilot", "{38,000}", "We answer within one working day"),
            ("Full programme", "{140,000}", "A voice on six platforms, but no test first"),
        ],
        "lrl",
        weights=(1.2, 0.6, 2.2),
        highlight=2,
    )
    duties = b.table(
        ("Task", "Decides", "Does"),
        [
            (f"{name}", "Head of Communications", "Marketing")
            for name in [
                "Weekly report",
                "Reply rules",
                "Answering",
                "Own content",
                "Measuring",
                "Reviews",
                "Training of the whole team",
                "Archive of answers",
                "Supplier contracts",
                "Legal questions",
                "Budget",
                "Crisis plan",
            ][:tasks]
        ],
        "lll",
        weights=(1.4, 1.6, 1.0),
    )
    return b.slide(
        "options",
        "two-tables",
        "The pilot is the smallest step that lets us answer, and every task has one owner",
        words("heading1", b.flat("Options")),
        TableBlock(slot="table1", table=options),
        words("heading2", b.flat("Who decides and who does")),
        TableBlock(slot="table2", table=duties),
        section="plan",
        kicker="{5}  We can start small",
        argument=5,
        source="Source: brief; offers of two suppliers, November {2026}.",
    )


def table_panel(b: Book) -> Slide:
    table = b.table(
        ("Milestone", "Now", "Target", "By"),
        [
            ("Questions answered within one day", "{0 %}", "{80 %}", "{8} Mar {2027}"),
            ("Own results among the first ten", "{2}", "{4}", "{12} Apr {2027}"),
            ("Share of voice", "{7 %}", "{12 %}", "{12} Apr {2027}"),
            ("Blogs that quote our facts page", "{0}", "{3}", "{12} Apr {2027}"),
        ],
        "lrrl",
        weights=(3.0, 0.7, 0.7, 1.2),
    )
    return b.slide(
        "milestones",
        "table-panel",
        "Four numbers will tell you at each review whether to go on",
        TableBlock(slot="table1", table=table),
        words(
            "panel",
            b.text(
                "# When we stop",
                "- Fewer than **{40 %}** of questions answered in time at review {2}",
                "- No blog has quoted us by review {3}",
                "- Hours exceed the plan by a third",
                "~ The baseline is measured in weeks {1} and {2}.",
            ),
        ),
        section="plan",
        kicker="{5}  We can start small",
        argument=5,
        source="Source: baselines from this deck; targets set by Marketing, November {2026}.",
    )


def decision(b: Book) -> Slide:
    def card(*lines: str) -> Text:
        return tuple(Paragraph(spans=b.spans(line), level=min(i, 1)) for i, line in enumerate(lines))

    return b.slide(
        "decision",
        "decision",
        "Decide today: start the pilot, name its owner, and set the first review",
        words("decision1", card("Start the pilot", "Step {1} from {11} January {2027}, EUR {6,500} "
            "of time and cash; the rest stays locked.")),
        words("decision2", card("Name the owner", "Anna Lind answers for rules, replies and report; "
            "{25} hours a week of four people.")),
        words("decision3", card("Set the review", "{8} February {2027}: go on, change or stop, by "
            "the four numbers of the milestones.")),
        words("next", b.flat("Next step: the reply rules reach you by {18} December {2026}.")),
        section="decision",
        kicker="Decision",
        source="Source: brief and plan of November {2026}.",
    )  # fmt: skip


def statement(b: Book) -> Slide:
    return b.slide(
        "missing",
        "statement",
        "We could not measure how fast our competitors grow, and say so",
        words(
            "panel",
            b.text(
                "# Not measured",
                "= No growth without two readings",
                "A growth rate needs two counts of the same thing at two times. We have one.",
                "- Three of five platforms show no history without an account",
                "- The web archive holds no page of Kadenz before {2026}",
                "~ The next reading is due in {90} days; this slide then becomes a chart.",
            ),
        ),
        section="rivals",
        kicker="{4}  Competitors move faster",
        argument=4,
        source="Source: platform pages, {5} Nov {2026}; {2} of {5} platforms could be read.",
    )


def text(b: Book) -> Slide:
    body = (
        Paragraph(spans=b.spans("We asked **{14} questions** of nine public sources and kept every answer.")),
        Paragraph(spans=b.spans("A source that did not answer is named; it never counts as zero.")),
        Paragraph(spans=b.spans("Duplicates are removed by the address of the post."), level=1),
        Paragraph(spans=b.spans("Our own posts are counted apart."), level=1),
    )
    return b.slide(
        "method",
        "text",
        "Every number in this deck can be traced to the page it was read from",
        words("body", body),
        section="appendix",
        kicker="Method",
        source="Source: archive of {22} Nov {2026}.",
    )


def section(b: Book) -> Slide:
    return b.slide("divider", "section", "What we found, and how sure we are of it", section="appendix")


def one_page(b: Book) -> Slide:
    """The summary with two charts under it, for print."""
    whole, charts = summary(b), two_charts(b)
    blocks = (*whole.blocks, *charts.blocks)
    return replace(
        whole,
        key="one-page",
        archetype="one-page",
        section="appendix",
        title=b.text("All of it on one page"),
        blocks=blocks,
    )


def every_archetype() -> Deck:
    """One slide of each archetype."""
    b = Book()
    return b.deck(
        cover(b),
        summary(b),
        two_charts(b),
        weeks(b),
        canvas_chart(b),
        blogs(b),
        strip(b),
        intervals(b),
        matrix(b),
        slope(b),
        statement(b),
        roadmap(b),
        table_panel(b),
        cost(b),
        two_tables(b),
        decision(b),
        section(b),
        text(b),
        one_page(b),
    )


def short() -> Deck:
    """Cover, table and two charts: quick to build."""
    b = Book()
    return b.deck(cover(b), two_charts(b), blogs(b))
