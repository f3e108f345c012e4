"""Items of feeds that the user names: blogs, trade press, forums; web addresses or files."""

from __future__ import annotations

from collections.abc import Iterable

from deckgen.model.brief import Brief
from deckgen.model.evidence import Gap, Item
from deckgen.model.exchange import Page, Request
from deckgen.model.source import Source
from deckgen.sources._named_feeds import is_alert, question, read


class Feeds(Source):
    """A feed is the newest few items of one place: a floor, from its oldest item on."""

    def requests(self, brief: Brief) -> Iterable[Request]:
        for option in ("feeds", "private_feeds"):
            for address in self.option(brief, option):
                yield question(address, is_private=option == "private_feeds" or is_alert(address))

    def parse(self, page: Page, brief: Brief) -> Iterable[Item | Request | Gap]:
        return read(page, brief, is_of_alert=is_alert(page.request.url))
