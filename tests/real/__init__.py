"""A real MediaWiki and a real WordPress on the loopback interface, and what is read from them over HTTP."""
