"""`python -m aishtui` is `aishtui`."""

from aishtui.cli import main

if __name__ == "__main__":
    main()
