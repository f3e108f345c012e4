"""One WARC file a run: cache, resume, offline replay and proof."""
