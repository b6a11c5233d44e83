"""The names a theme gives colours and text styles to: Textual's own and ours."""

from textual.color import Color
from textual.theme import Theme

COLOR_FIELDS = (
    "primary", "secondary", "accent", "foreground", "background", "surface", "panel", "boost",
    "success", "warning", "error",
)  # fmt: skip
"""The keys of `[colors]`: the colours every other one can be made from."""

OWN_COLORS: dict[str, str] = {
    "frame": "surface-lighten-2",
    "selected-background": "panel",
    "selected-foreground": "foreground",
    "code-background": "surface",
    "code-foreground": "foreground",
    "code-keyword": "secondary",
    "code-string": "success",
    "code-number": "warning",
    "code-comment": "text-muted",
    "code-name": "primary",
    "code-operator": "foreground",
    "link": "accent",
    "quote": "text-muted",
    "heading": "primary",
    "user-header": "secondary",
    "answer-header": "primary",
    "foot": "text-muted",
    "hit-background": "warning-muted",
    "hit-foreground": "text-warning",
    "hit-here-background": "warning",
    "hit-here-foreground": "background",
    "removed": "error",
    "added": "success",
    "removed-words-background": "error-muted",
    "removed-words-foreground": "text-error",
    "added-words-background": "success-muted",
    "added-words-foreground": "text-success",
}
"""Our colour tokens, each with the Textual token that stands in for it in a theme that does not name it."""

OWN_STYLES: dict[str, str] = {
    "muted-style": "none",
    "selected-style": "bold",
    "hit-style": "none",
    "hit-here-style": "bold",
    "removed-words-style": "bold",
    "added-words-style": "bold",
}
"""Our text-style tokens with their stand-ins. Where colours are few (`terminal`), styles carry the meaning."""

_TEXTUAL_ANSI = {"ansi-background": "ansi_default", "ansi-foreground": "ansi_default"}
"""Textual's style sheets need these two, and its ANSI themes define them one by one."""


def variable_defaults(theme: Theme | None = None) -> dict[str, str]:
    """What `App.get_theme_variable_defaults()` returns, so that our style sheets work in every theme.

    Made from `theme`'s own colours (the app's `current_theme`); without one, from Textual's dark theme.
    """
    base = theme or Theme(name="stand-in", primary="#0178D4", foreground="#e0e0e0")
    generated = base.to_color_system().generate()
    generated["text-muted"] = base.variables.get("text-muted") or _muted(base, generated)
    colors = {token: generated.get(stand_in, generated["foreground"]) for token, stand_in in OWN_COLORS.items()}
    styles = dict(OWN_STYLES)
    if base.ansi:
        styles |= {"muted-style": "dim", "selected-style": "bold reverse"}
        styles |= {"hit-style": "bold underline", "hit-here-style": "bold reverse"}
        styles |= {"removed-words-style": "underline", "added-words-style": "bold underline"}
        colors |= dict.fromkeys((token for token in colors if token.startswith("hit-")), "ansi_default")
        colors |= {"removed-words-background": "ansi_default", "removed-words-foreground": "ansi_red"}
        colors |= {"added-words-background": "ansi_default", "added-words-foreground": "ansi_green"}
        colors |= {"frame": "ansi_bright_black", "selected-background": "ansi_default"} | _TEXTUAL_ANSI
    return {**colors, **styles}


def _muted(theme: Theme, generated: dict[str, str]) -> str:
    """Quieter text as a colour of its own: Textual's is relative (`auto 60%`), which only a style sheet can read."""
    if theme.ansi:
        return "ansi_default"
    return Color.parse(generated["background"]).blend(Color.parse(generated["foreground"]), 0.7).hex
