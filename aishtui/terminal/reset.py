"""What puts a terminal back to how a shell expects it, whoever left it otherwise."""

RESET = "".join(
    (
        "\x18\x1b\\",  # ends a sequence that was cut off in the middle
        "\x1b[?2026l",  # synchronized output
        "\x1b[<u",  # kitty keyboard protocol; the alternate screen has its own, so before leaving that
        "\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1015l\x1b[?1016l",  # mouse
        "\x1b[?2004l",  # bracketed paste
        "\x1b[?1004l",  # focus reports
        "\x1b[?2048l",  # reports of the window's size
        "\x1b[?7h",  # line wrap
        "\x1b[?1049l",  # alternate screen
        "\x1b[0m",  # colours
        "\x1b[?25h\x1b[0 q",  # cursor seen, in its usual shape
    )
)
"""Written as one piece. Each part is ignored by terminals that do not know it or are not in that mode."""
