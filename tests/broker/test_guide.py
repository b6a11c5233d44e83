"""What `guide` finds in the manual that ships, and what it says when it finds nothing."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aishtui.broker.index import FullTextIndex, Index, PlainIndex, make_index
from aishtui.broker.manual import Section, read_manual
from aishtui.broker.search import Search, subject_words
from tests.broker.client import FAST, MANUAL, ask, make_broker, post

SECTIONS = read_manual(MANUAL)

QUESTIONS = [
    ("how do I copy an answer", "Copy an answer"),
    ("How can I copy the last answer to my clipboard?", "Copy an answer"),
    ("where is my data", "Where your data lies"),
    ("where are my conversations stored?", "Where your data lies"),
    ("how do I quit", "Leave aishtui"),
    ("which backend answered me?", "Who answered, and how it is known"),
    ("how do I compare two models?", "Compare models side by side"),
    ("how can I see several models side by side?", "Compare models side by side"),
    ("how do I keep the winner", "Keep the winner"),
    ("how do I go to the next column", "Go from column to column"),
    ("are the times of a comparison fair", "Are the times fair?"),
    ("how do I send a prompt to every tab", "Send a prompt to every tab"),
    ("what happens when my ssh connection drops", "When the connection drops"),
    ("what is on_hangup", "When the connection drops"),
    ("what is sent to the cloud?", "What leaves your LAN"),
    ("how do I make a new line", "Several lines in a prompt"),
    ("where do I put my api key", "Tokens"),
    ("keyboard shortcuts", "All keys"),
    ("list of commands", "All commands"),
    ("change the theme", "Themes"),
    ("set the temperature", "Write your own presets"),
    ("system prompt from a file", "Headers, slots, and a system prompt from a file"),
    ("which file does a preset come from", "Which file a preset comes from"),
    ("how do I delete a preset that ships", "Which file a preset comes from"),
    ("export the presets for config.lua", "Print the presets"),
    ("retry", "Retry an answer"),
    ("TERM=dumb", "No terminal, or TERM=dumb"),
    ("does it find ollama?", "Find local model servers"),
    ("exit code of ask", "Exit status"),
    ("what is mirror", "The model mirror"),
    ("how do I search old conversations?", "Find a conversation again"),
    ("how do I search my old prompts", "Find a prompt you sent before"),
    ("how do I back up everything", "Keep a backup"),
    ("how do I undo a delete", "Delete a part of a conversation, and have it back"),
    ("how do I rename a conversation", "Rename, pin and delete conversations"),
    ("can I import my chatgpt history", "Import conversations"),
    ("is my scroll position kept", "The tabs of the last time"),
    ("how do I go to the older version of an answer", "Versions of a message"),
]


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with make_broker(MANUAL, ports=(), words_per_s=FAST) as broker:
        yield broker.url


def first_heading(answer: str) -> str:
    return next(line[3:] for line in answer.splitlines() if line.startswith("## "))


@pytest.mark.parametrize(("asked", "heading"), QUESTIONS)
def test_a_question_leads_to_its_section(url: str, asked: str, heading: str) -> None:
    answer = ask(url, asked)
    assert first_heading(answer) == heading
    section = next(section for section in SECTIONS if section.heading == heading)
    assert section.text in answer
    assert f'From the chapter "{section.chapter}"' in answer
    assert "no language model" in answer


@pytest.mark.parametrize("make", [FullTextIndex, PlainIndex])
@pytest.mark.parametrize(("asked", "heading"), QUESTIONS)
def test_either_index_has_the_section_among_the_first_two(
    make: Callable[[Sequence[Section]], Index], asked: str, heading: str
) -> None:
    findings = Search(SECTIONS, make(SECTIONS)).find(dict.fromkeys(subject_words(asked), 1.0))
    assert heading in [found.section.heading for found in findings.found[:2]]


@pytest.mark.parametrize(
    "asked", ["wie geht das", "what is the capital of France", "tell me a joke", "does it support images", "\x1b[31m`"]
)
def test_a_question_the_manual_does_not_answer_is_told_so(url: str, asked: str) -> None:
    answer = ask(url, asked)
    assert answer.startswith("The manual has nothing that fits")
    assert all(section.heading in answer for section in SECTIONS)
    assert "\x1b" not in answer


@pytest.mark.parametrize("asked", ["hi", "Hello!", "What can you do?", "who are you", "help", "", "?"])
def test_a_greeting_gets_an_overview(url: str, asked: str) -> None:
    answer = ask(url, asked)
    assert answer.startswith("I am `guide`")
    assert all(section.chapter in answer for section in SECTIONS)


def test_a_short_question_leans_on_the_one_before(url: str) -> None:
    assert first_heading(ask(url, "and in tmux?", before=["how do I copy an answer"])) == "Copy inside tmux"
    assert first_heading(ask(url, "and over ssh?", before=["how do I copy an answer"])) == "Copy over SSH"
    assert first_heading(ask(url, "and why?", before=["where is my data"])) == "Where your data lies"


def test_a_long_question_stands_alone(url: str) -> None:
    answer = ask(url, "now tell me how the themes can be changed", before=["how do I copy an answer"])
    assert first_heading(answer) == "Themes"


def test_the_last_turn_is_what_is_answered(url: str) -> None:
    messages = [
        {"role": "system", "content": "Talk about themes."},
        {"role": "user", "content": "all keys"},
        {"role": "assistant", "content": "themes themes themes"},
        {"role": "user", "content": [{"type": "text", "text": "where is my data"}]},
    ]
    answer = post(url, {"model": "guide", "messages": messages}).json()["choices"][0]["message"]["content"]
    assert first_heading(answer) == "Where your data lies"


def test_a_misspelt_word_is_read_as_the_nearest_and_said_so(url: str) -> None:
    answer = ask(url, "my clipbord stays empty")
    assert "I read `clipbord` as `clipboard`." in answer
    assert first_heading(answer).startswith(("Copy", "When a copy"))


def test_an_answer_names_related_topics(url: str) -> None:
    assert "*When a copy does not arrive*" in ask(url, "how do I copy an answer")


@settings(deadline=None)
@given(st.text(max_size=200))
def test_no_question_breaks_the_search(asked: str) -> None:
    weights = dict.fromkeys(subject_words(asked), 1.0)
    for search in SEARCHES:
        search.find(weights)


SEARCHES = [Search(SECTIONS, make_index(SECTIONS)), Search(SECTIONS, PlainIndex(SECTIONS))]


def test_this_sqlite_searches_full_text() -> None:
    assert isinstance(make_index(SECTIONS), FullTextIndex)


def test_headings_inside_a_fence_are_text(tmp_path: Path) -> None:
    chapter = (
        "# Chapter\n\n## One\n<!-- also: first -->\n\n```\n# not a chapter\n## not a heading\n```\n\n## Two\n\nText.\n"
    )
    (tmp_path / "1.md").write_text(chapter)
    assert read_manual(tmp_path) == (
        Section("Chapter", "One", "```\n# not a chapter\n## not a heading\n```", "first"),
        Section("Chapter", "Two", "Text."),
    )
