"""The record of a suite as Markdown: for each prompt a table of figures and the answers, and a table of all."""

from collections.abc import Mapping, Sequence

from aishtui.chat.clean import clean_line
from aishtui.chat.figures_table import SUMMARY_HEAD, Row, markdown_table, shared_words, summary_rows
from aishtui.chat.messages import Message
from aishtui.chat.portable.comparison_table import HEADINGS, figures_row
from aishtui.chat.portable.left_open import closing_comments
from aishtui.chat.portable.markdown_writing import escaped, escaped_within
from aishtui.chat.suite_tally import ColumnTally
from aishtui.chat.suites import SuitePrompt


def title(names: Sequence[str]) -> str:
    return f"# Compared: {escaped(', '.join(names))}\n"


def prompt_record(
    heading: str, prompt: SuitePrompt, answers: Mapping[int, Message], names: Sequence[str], verdict: str
) -> str:
    """One prompt with its answers, by their columns."""
    rows = [figures_row(names[column], answer) for column, answer in answers.items()]
    parts = [f"\n## {escaped(heading)}\n", f"\n{_quoted(prompt.text)}\n"]
    if prompt.system:
        parts.append(f"\nSystem prompt:\n\n{_quoted(prompt.system)}\n")
    parts.append(f"\n{markdown_table(HEADINGS, _escaped(rows))}")
    parts += [f"\n{escaped(verdict)}\n"] if verdict else []
    for column, answer in answers.items():
        parts.append(f"\n### {escaped(names[column])}\n\n{_text(answer)}")
    return "".join(parts)


def summary(tallies: Sequence[ColumnTally]) -> str:
    shared = f"\n{escaped(words)}\n" if (words := shared_words(tallies)) else ""
    return f"\n## All prompts\n\n{markdown_table(SUMMARY_HEAD, _escaped(summary_rows(tallies)))}{shared}"


def _quoted(text: str) -> str:
    """As a quotation: whatever it leaves open ends with it."""
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines())


def _text(answer: Message) -> str:
    """The answer as it came; what it leaves open is closed in comments, as in other exports."""
    if answer.facts is not None and answer.facts.error:
        error = f"\n> {escaped(clean_line(answer.facts.error))}\n"
    else:
        error = ""
    if not answer.text.strip():
        return f"*no text*\n{error}"
    return answer.text + "\n" + "".join(f"<!--\n{line}\n-->\n" for line in closing_comments(answer.text)) + error


def _escaped(rows: Sequence[Row]) -> list[Row]:
    return [tuple(escaped_within(cell) for cell in row) for row in rows]
