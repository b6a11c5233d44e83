"""The least a Textual app can be, which the start is compared with: one `Input`, and nothing else imported."""

from textual.app import App, ComposeResult
from textual.widgets import Input


class OneInputApp(App[None]):
    def compose(self) -> ComposeResult:
        yield Input(placeholder="Ask something")


if __name__ == "__main__":
    OneInputApp().run()
