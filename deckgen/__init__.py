"""deckgen: from a one-page brief to an evidenced deck that asks management to join the conversation."""

__version__ = "0.1.0"
