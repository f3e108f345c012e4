"""The five arguments, one pure function each."""
