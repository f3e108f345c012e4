"""The values that flow through deckgen: frozen, typed, below everything else."""
