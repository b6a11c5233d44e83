"""The app aishtui is compared with: chat as Textual's documentation shows it. It stays as it is.

One `Markdown` widget per message in an anchored `VerticalScroll`, the answer fed through `Markdown.get_stream()`,
an `Input`, and httpx: `python -m benchmarks.markdown_stream_app URL HISTORY`, where HISTORY is a JSON list of
[prompt, answer] pairs.
"""

import json
import sys
from pathlib import Path

import httpx
from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Input, Markdown

from benchmarks.broker import MODELS


class MarkdownStreamApp(App[None]):
    def __init__(self, url: str, history: list[tuple[str, str]]) -> None:
        super().__init__()
        self._url = f"{url}/v1/chat/completions"
        self._client = httpx.AsyncClient(timeout=None)
        self._messages: list[dict[str, str]] = []
        for prompt, answer in history:
            self._add(prompt, answer)

    def _add(self, prompt: str, answer: str) -> None:
        self._messages += ({"role": "user", "content": prompt}, {"role": "assistant", "content": answer})

    def compose(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            for message in self._messages:
                yield Markdown(message["content"])
        yield Input(placeholder="Ask something")

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).anchor()
        self.query_one(Input).focus()

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        event.input.clear()
        conversation = self.query_one(VerticalScroll)
        await conversation.mount(Markdown(event.value))
        answer = Markdown("")
        await conversation.mount(answer)
        self.run_worker(self._ask(event.value, answer))

    async def _ask(self, prompt: str, answer: Markdown) -> None:
        messages = [*self._messages, {"role": "user", "content": prompt}]
        body = {"model": MODELS[0], "stream": True, "messages": messages}
        text: list[str] = []
        stream = Markdown.get_stream(answer)
        async with self._client.stream("POST", self._url, json=body) as response:
            async for line in response.aiter_lines():
                if line.startswith("data: {"):
                    choices = json.loads(line.removeprefix("data: "))["choices"]
                    token = choices[0]["delta"].get("content") if choices else None
                    if token:
                        text.append(token)
                        await stream.write(token)
        await stream.stop()
        self._add(prompt, "".join(text))


if __name__ == "__main__":
    MarkdownStreamApp(sys.argv[1], json.loads(Path(sys.argv[2]).read_text())).run()
