"""Lets `python -m deckgen` be the command."""

from deckgen.cli.main import main

main()
