"""Result pages that a person saved from a search engine, one file an engine."""
