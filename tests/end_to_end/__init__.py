"""The command as its user runs it: over sockets, with what goes wrong."""
