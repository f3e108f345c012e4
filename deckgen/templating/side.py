"""One language of a deck: the slides' or the notes'. What is printed on that side, and with which names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from deckgen.model.brief import Brief
from deckgen.model.finding import Caveat, Finding, Row, Value, Word
from deckgen.model.finding import Quote as _Quote
from deckgen.model.ledger import Basis
from deckgen.model.measure import Measurement, measured
from deckgen.model.options import Option
from deckgen.templating.citing import Citations, marked
from deckgen.templating.environment import Renderer
from deckgen.templating.options import OptionsView
from deckgen.templating.printing import Formats
from deckgen.templating.template import Speech
from deckgen.templating.views import FindingView, Press, RowView, View, brief_value


class Side:
    """Printing, rendering and the names a slide file may use, in one language."""

    def __init__(
        self,
        speech: Speech,
        brief: Brief,
        findings: Mapping[str, Finding],
        citations: Citations,
        options: Sequence[Option] = (),
    ) -> None:
        formats = Formats(speech.words, speech.catalogue.locale, brief.plan.currency, speech.patterns)
        self.press = Press(formats, citations)
        self.words = speech.words
        self.renderer = Renderer(self.press, speech.catalogue)
        view = brief_value(self.press, brief, brief, "")
        self.context: dict[str, Any] = {
            "brief": view,
            "companies": list(view.companies),
            "competitors": tuple(view.competitors),
            "as_of": view.as_of,
            "length": str(brief.length),
            "options": OptionsView(self.press, brief, options),
            "ledger": _LedgerView(self.press),
            "caveats": _Caveats(self, tuple(c for f in findings.values() for c in f.caveats)),
            **{k: FindingView(self.press, f) for k, f in findings.items()},
        }

    def caveat(self, caveat: Caveat) -> str:
        """A limit of the evidence in the template's words, with its facts cited."""
        facts = {name: str(self.press.view(value)) for name, value in caveat.facts.items()}
        count = caveat.facts.get("count")
        n = count.value if isinstance(count, Measurement) else 0
        text = self.words.filled("caveat", caveat.key, count_of=abs(n), **facts)
        return self.press.worded(text, "caveat")


class _Caveats:
    """The limits of the evidence, each printed, and so cited, only where a slide asks for it."""

    def __init__(self, side: Side, caveats: tuple[Caveat, ...]) -> None:
        self._side = side
        self._all = caveats

    def __iter__(self) -> Iterator[str]:
        return map(self._side.caveat, self._all)

    def __len__(self) -> int:
        return len(self._all)


class _Printed(View):
    """A number as it stands elsewhere in the deck, with the same ledger entry."""

    def __init__(self, press: Press, text: str, cite: str) -> None:
        super().__init__(press)
        self._marked = marked(text, cite)

    def __str__(self) -> str:
        return self._marked


class _LedgerView:
    """The numbers printed so far, as a table for the appendix."""

    def __init__(self, press: Press) -> None:
        self._press = press

    @property
    def numbers(self) -> tuple[RowView, ...]:
        rows = []
        seen: set[str] = set()
        for e in self._press.citations.entries.values():
            if (
                e.basis not in (Basis.MEASURED, Basis.OBSERVED)
                or e.value is None
                or e.key in seen
                or not _is_headline(e.key)
            ):
                continue
            seen.add(e.key)
            sources = measured(f"{e.key}: answers", len(e.origins), formula="count", origins=e.origins)
            cells: dict[str, Value] = {
                "key": _Quote(text=e.key, origins=()),
                "formula": Word(group="formula", key=e.formula),
                "origins": sources,
            }
            rows.append(
                RowView(self._press, Row(cells=cells), printed=_Printed(self._press, e.printed, e.id))
            )
        return tuple(rows)


def _is_headline(key: str) -> bool:
    """Points of charts and cells of tables are in the ledger too, but not on the slide of main numbers."""
    return key.count(".") == 1 and ":" not in key
