"""Disk: conversations in SQLite, what people edit in TOML, and where all of it lies."""
