"""What `deckgen trace` says of a number, by why it may stand on a slide."""

from __future__ import annotations

from deckgen.cli.actions.trace import _BASIS
from deckgen.model.ledger import Basis


def test_every_reason_has_words_and_a_typed_number_is_called_untraceable() -> None:
    assert set(_BASIS) == set(Basis)
    assert _BASIS[Basis.UNTRACEABLE].startswith("untraceable: typed into the template by hand")
