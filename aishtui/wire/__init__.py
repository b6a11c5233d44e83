"""The protocol: bytes to events and values to JSON, pure functions."""
