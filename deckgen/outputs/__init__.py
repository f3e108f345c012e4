"""Ways to draw a Deck."""
