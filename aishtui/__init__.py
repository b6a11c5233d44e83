"""aishtui: a full-screen chat workbench for the terminal."""

__version__ = "0.1.0"
