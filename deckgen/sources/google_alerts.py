"""Hits of the user's own Google Alerts, from their private feeds: examples and a floor, never a count.

Shape from documentation, checked 2026-11-22; no recording was found. What stands here was seen in feeds that
others quote (automatisch issue 1230): Atom, titles with <b>, links that lead through google.com/url. An
alert tells what was found since it was made, about 20 hits at a time, and is known to miss many.
"""

from __future__ import annotations

from collections.abc import Iterable

from deckgen.errors import BriefError
from deckgen.model.brief import Brief
from deckgen.model.evidence import Gap, Item
from deckgen.model.exchange import Page, Request
from deckgen.model.source import Source
from deckgen.sources._named_feeds import is_alert, is_web, question, read


class GoogleAlerts(Source):
    """Asks each alert's feed; the links are followed to the pages they lead to by their own text."""

    def requests(self, brief: Brief) -> Iterable[Request]:
        for place, address in enumerate(self.option(brief, "private_feeds"), start=1):
            if is_web(address) and not is_alert(address):
                raise BriefError(
                    f"{brief.path}: sources.{self.key}.private_feeds.{place} is no feed of an alert; "
                    "copy its address (google.com/alerts/feeds/...), or name it under [sources.feeds]"
                )
            yield question(address, is_private=True)

    def parse(self, page: Page, brief: Brief) -> Iterable[Item | Request | Gap]:
        return read(page, brief, is_of_alert=True)
