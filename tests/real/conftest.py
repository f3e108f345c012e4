"""The real servers, started once for all tests here; they write into temporary folders only."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.real.mediawiki import mediawiki


@pytest.fixture(scope="session")
def wiki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a MediaWiki with the pages of `wiki_pages`."""
    with mediawiki(tmp_path_factory.mktemp("mediawiki")) as base:
        yield base
