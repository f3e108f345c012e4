"""Font metrics and pictures, for every output."""
