"""Conversations as files: JSON that is complete, Markdown and plain text to read. Standard library only, no I/O."""
