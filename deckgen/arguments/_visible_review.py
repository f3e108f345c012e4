"""What people who coded search results by hand did, and how far two of them agree."""

from __future__ import annotations

from deckgen.arguments._asked import asked_for
from deckgen.arguments._build import tally
from deckgen.arguments._results import Results
from deckgen.model.evidence import Evidence
from deckgen.model.measure import Interval, Measurement, kappa, measured
from deckgen.model.source import Gives

MIN_CODED = 50  # results that two people coded, before their agreement is a figure
REVIEWED = "reviewed"  # why a result was taken out
BY = "review:"  # how the reason of a kind begins that people gave
KIND = "kind"
NAMES = ("coded_results", "dropped_results", "agreement", "agreement_rows")


def review_numbers(evidence: Evidence, results: Results) -> dict[str, Measurement | Interval | None]:
    """The numbers of the reviews; all None when nobody coded a result."""
    coded = [r for r in results.all if any(code.startswith(BY) for code in r.reasons)]
    searched = asked_for(evidence, Gives.RESULTS)
    dropped = sum(n for source, _, why, n in evidence.removed if why == REVIEWED and source in searched)
    if not (coded or dropped):
        return dict.fromkeys(NAMES)
    return {
        "coded_results": tally("visible.coded_results", len(coded), evidence.reviews),
        "dropped_results": tally("visible.dropped_results", dropped, evidence.reviews),
        **_agreement(evidence),
    }


def _agreement(evidence: Evidence) -> dict[str, Measurement | Interval | None]:
    """Cohen's kappa of two coders on the kinds; None under `MIN_CODED` rows, where it would say little."""
    found = next((a for a in evidence.agreements if a.what == KIND), None)
    if found is None:
        return {"agreement": None, "agreement_rows": None}
    rows = tally("visible.agreement_rows", found.rows, found.origins)
    if found.rows < MIN_CODED:
        return {"agreement": None, "agreement_rows": rows}
    return {
        "agreement": kappa(
            "visible.agreement",
            tally("visible.agreement.agreed", found.agreed, found.origins),
            expected=measured(
                "visible.agreement.expected", found.expected, formula="chance", origins=found.origins
            ),
            rows=rows,
        ),
        "agreement_rows": rows,
    }
