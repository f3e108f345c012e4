"""One file a source; its entry lies beside it as TOML."""
