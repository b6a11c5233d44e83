"""The code fences of an answer, as they are numbered on the screen."""

from aishtui.chat.lazy_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """A fence's code exactly as it came. `number` counts from 1 within the answer."""

    number: int
    language: str
    text: str


def code_blocks(source: str) -> tuple[CodeBlock, ...]:
    """The fences of an answer's source, those within lists and quotes too."""
    # Not at the top: who offers to copy code is imported before the first paint, and this loads markdown-it.
    from aishtui.pane.bounded import Limit
    from aishtui.pane.code import language_of
    from aishtui.pane.parsing import Parser, notes_last

    text = source.replace("\r\n", "\n").replace("\r", "\n")
    # What is beyond is shown as plain text, without numbers.
    limit = Limit().reached(text)
    text = text if limit < 0 else text[:limit]
    fences = [token for token in notes_last(Parser().blocks(text, {})) if token.type == "fence"]
    return tuple(
        CodeBlock(number, language_of(token.info), token.content) for number, token in enumerate(fences, start=1)
    )
