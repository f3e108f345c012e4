"""PowerPoint: native charts and tables in the master's own placeholders, with the ledger inside the file."""

from deckgen.outputs.pptx.designed_slides import designed
from deckgen.outputs.pptx.ledger import read_ledger, write_ledger
from deckgen.outputs.pptx.render import render

SUFFIX = ".pptx"

__all__ = ["SUFFIX", "designed", "read_ledger", "render", "write_ledger"]
