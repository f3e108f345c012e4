"""What each command does; loaded only when the command is called."""
