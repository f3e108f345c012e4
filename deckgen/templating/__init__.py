"""Templates: from findings to a Deck."""
