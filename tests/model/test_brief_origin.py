"""A number typed into the brief has an origin as well."""

from __future__ import annotations

from datetime import UTC, datetime

from deckgen.model.brief_origin import brief_origin
from tests.factories import a_brief


def test_a_typed_number_points_at_the_brief_by_digest_and_key() -> None:
    origin = brief_origin(a_brief(), "plan.people")

    assert (origin.source, origin.url, origin.locator) == ("brief", "file:brief.toml", "plan.people")
    assert origin.sha256 == "b" * 64
    assert origin.retrieved_at == datetime(2026, 11, 22, tzinfo=UTC)
