"""Templates made for a client's master: written, checked, shown and compared before any data is collected."""
