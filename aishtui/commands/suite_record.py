"""The forms in which a suite is printed prompt by prompt, in their order: for people, and as Markdown."""

from collections import Counter
from collections.abc import Iterator, Mapping

from aishtui.chat.clean import clean_line
from aishtui.chat.comparisons import Round
from aishtui.chat.figures_table import SUMMARY_HEAD, plain_table, shared_words, summary_rows
from aishtui.chat.messages import Message
from aishtui.chat.portable import suite_markdown
from aishtui.chat.portable.comparison_table import HEADINGS, figures_row
from aishtui.chat.suite_progress import column_names
from aishtui.chat.suite_tally import ColumnTally
from aishtui.chat.suites import Cell, Suite, SuitePlace
from aishtui.chat.verdict import verdict
from aishtui.chat.verdict_words import SEPARATOR, verdict_parts
from aishtui.commands.suite_output import Output
from aishtui.commands.suite_shelf import Shelf

_TITLE_LENGTH = 60


class InOrder:
    """A prompt is printed when all its answers, and those of the prompts before it, have ended."""

    def __init__(self, suite: Suite, output: Output, shelf: Shelf) -> None:
        self._suite = suite
        self._output = output
        self._shelf = shelf
        self._names = column_names(suite)
        self._tallies = [ColumnTally(name) for name in self._names]
        self._ended = Counter[tuple[int, int]]()
        self._comparisons: dict[tuple[int, int], str] = {}
        self._due = iter([(repeat, prompt) for repeat in range(suite.repeat) for prompt in range(len(suite.prompts))])
        self._next = next(self._due, None)

    def begin(self) -> None:
        """What stands before the first prompt."""

    def take(self, cell: Cell, message: Message, place: SuitePlace | None) -> None:
        key = (cell.repeat, cell.prompt)
        self._shelf.put(cell, message)
        self._expect(key, place)
        while self._next is not None and self._ended[self._next] == len(self._suite.presets):
            self._print(self._next)
            self._next = next(self._due, None)

    def expect(self, cell: Cell, place: SuitePlace) -> None:
        """This answer is there already, and is read when its turn comes."""
        self._expect((cell.repeat, cell.prompt), place)

    def _expect(self, key: tuple[int, int], place: SuitePlace | None) -> None:
        self._ended[key] += 1
        self._comparisons[key] = str(place) if place is not None else ""

    def end(self) -> None:
        """What is incomplete, when it is clear that nothing more comes, and the sums."""
        while self._next is not None:
            if self._ended[self._next]:
                self._print(self._next)
            self._next = next(self._due, None)
        if len(self._suite.prompts) * self._suite.repeat > 1:
            self._summary(self._tallies)

    def _print(self, key: tuple[int, int]) -> None:
        cells = [Cell(*key, column) for column in range(len(self._suite.presets))]
        found = self._shelf.take(cells, self._comparisons.pop(key, ""))
        del self._ended[key]
        answers = {cell.column: message for cell, message in found.items()}
        for column, message in answers.items():
            self._tallies[column].take(message)
        self._group(key, answers)

    def _heading(self, key: tuple[int, int]) -> str:
        """`3 of 200 · capitals · round 2`."""
        repeat, prompt = key
        parts = [f"{prompt + 1} of {len(self._suite.prompts)}", clean_line(self._suite.prompts[prompt].id, 40)]
        parts = parts[: 1 if parts[1] == str(prompt + 1) else 2]
        return " · ".join([*parts, *([f"round {repeat + 1}"] if self._suite.repeat > 1 else [])])

    def _verdict(self, answers: Mapping[int, Message]) -> str:
        """Who won, where there is somebody to win against."""
        if len(answers) < 2:
            return ""
        parts = verdict_parts(verdict(Round(1, answers), dict(enumerate(self._names))))
        return SEPARATOR.join(part.text for part in parts[1:])  # the first is the round's number

    def _group(self, key: tuple[int, int], answers: Mapping[int, Message]) -> None:
        raise NotImplementedError

    def _summary(self, tallies: list[ColumnTally]) -> None:
        raise NotImplementedError


class ForPeople(InOrder):
    """Texts as they came, then the figures."""

    def _group(self, key: tuple[int, int], answers: Mapping[int, Message]) -> None:
        if len(self._suite.prompts) * self._suite.repeat > 1:
            title = clean_line(self._suite.prompts[key[1]].text.strip().partition("\n")[0], _TITLE_LENGTH)
            self._output.write(f"=== {self._heading(key)}: {title}\n\n")
        for column, answer in answers.items():
            self._output.write("".join(_answer(self._names[column], answer)))
        verdict = f"{words}\n" if (words := self._verdict(answers)) else ""
        rows = [figures_row(self._names[column], answer) for column, answer in answers.items()]
        self._output.write(f"{plain_table(HEADINGS, rows)}{verdict}\n")

    def _summary(self, tallies: list[ColumnTally]) -> None:
        shared = f"{words}\n" if (words := shared_words(tallies)) else ""
        self._output.write(f"=== all prompts\n\n{plain_table(SUMMARY_HEAD, summary_rows(tallies))}{shared}")


def _answer(name: str, answer: Message) -> Iterator[str]:
    yield f"--- {clean_line(name, 60)}\n"
    if answer.text:
        yield answer.text if answer.text.endswith("\n") else f"{answer.text}\n"
    if answer.facts is not None and answer.facts.error:
        yield f"({clean_line(answer.facts.error)})\n"
    yield "\n"


class AsMarkdown(InOrder):
    """A document of it."""

    def begin(self) -> None:
        self._output.write(suite_markdown.title(self._names))

    def _group(self, key: tuple[int, int], answers: Mapping[int, Message]) -> None:
        prompt = self._suite.prompts[key[1]]
        words = self._verdict(answers)
        self._output.write(suite_markdown.prompt_record(self._heading(key), prompt, answers, self._names, words))

    def _summary(self, tallies: list[ColumnTally]) -> None:
        self._output.write(suite_markdown.summary(tallies))
