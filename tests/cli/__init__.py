"""The actions of the command line."""
