"""The real servers, started once for all tests here; they write into temporary folders only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from tests.real.mediawiki import mediawiki
from tests.real.programs import program
from tests.real.wordpress import wordpress


@pytest.fixture(scope="session")
def wiki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a MediaWiki with the pages of `wiki_pages`."""
    with mediawiki(tmp_path_factory.mktemp("mediawiki")) as base:
        yield base


@pytest.fixture(scope="session")
def blogs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, str]]:
    """Addresses of the WordPress sites of `blog_posts` by their keys."""
    with wordpress(tmp_path_factory.mktemp("wordpress")) as bases:
        yield bases


@pytest.fixture(scope="session")
def has_setpriv() -> None:
    """Skips, or fails in CI, where the program that ties others to ours is missing."""
    program("setpriv")
