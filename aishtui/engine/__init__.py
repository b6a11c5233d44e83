"""Runs turns: its own thread and event loop; sends prompts, grows answers, keeps them on disk."""
