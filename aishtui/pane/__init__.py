"""The conversation pane: Markdown to lines, and the one widget that scrolls them."""
