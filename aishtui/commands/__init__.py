"""What each command of `aishtui` does, behind the command line's options."""
