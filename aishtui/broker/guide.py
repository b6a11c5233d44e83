"""The model that answers questions about aishtui from aishtui's own manual."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from threading import Lock

from aishtui.broker.chat_request import ChatRequest, text_of
from aishtui.broker.errors import BadRequest
from aishtui.broker.index import make_index, words
from aishtui.broker.manual import Section, read_manual
from aishtui.broker.plain import plain
from aishtui.broker.search import Findings, Found, Search, subject_words

_SIGNATURE = "*From aishtui's manual, by full-text search; no language model.*"
_GREETINGS = frozenset(
    words("hi hello hey hallo moin servus help thanks thank you there good morning evening day guide")
)
_OVERVIEW_ASKED = (
    "what can you do",
    "what can i ask",
    "who are you",
    "what are you",
    "what is this",
    "what is aishtui",
)
_SHORT = 3
"""A question of at most so many words may lean on the one before it: `and in tmux?`"""
_ALMOST_AS_GOOD = 0.8
_MOST_RELATED = 4
_MOST_CHARACTERS = 4000
"""Of a question; one that is longer holds pasted text."""


class Guide:
    name = "guide"
    description = "answers questions about aishtui from its manual, by full-text search; no language model"

    def __init__(self, manual: Path) -> None:
        self._manual = manual
        self._lock = Lock()
        self._library: _Library | None = None

    def reply(self, request: ChatRequest) -> str:
        asked = [
            text_of(turn.get("content"))[:_MOST_CHARACTERS] for turn in request.messages() if turn.get("role") == "user"
        ]
        if not asked:
            raise BadRequest("There is no question: the request has no turn of role user.", "messages")
        with self._lock:
            if self._library is None:
                self._library = _Library(read_manual(self._manual))
        return self._library.answer(asked[-1], asked[-2] if len(asked) > 1 else "")


class _Library:
    """The manual, indexed; made at the first question."""

    def __init__(self, sections: Sequence[Section]) -> None:
        self._sections = sections
        self._search = Search(sections, make_index(sections))

    def answer(self, question: str, before: str) -> str:
        if _asks_for_overview(question):
            return self._overview()
        weights = _weights(question, before)
        findings = self._search.find(weights) if weights else Findings()
        return self._from(findings) if findings.found else self._nothing(question)

    def _from(self, findings: Findings) -> str:
        best = findings.found[0]
        shown = [best, *(f for f in findings.found[1:2] if _as_good(f, best))]
        parts = [f"I read `{word}` as `{meant}`." for word, meant in findings.read_as]
        for found in shown:
            parts += [f"## {found.section.heading}", found.section.text]
        related = self._related([f.section for f in shown], [f.section for f in findings.found])
        if related:
            parts.append("Related: " + " · ".join(f"*{section.heading}*" for section in related))
        source = (
            f'*From the chapter "{best.section.chapter}" of aishtui\'s manual, by full-text search; no language model.*'
        )
        return _page([*parts, "---", source])

    def _related(self, shown: Sequence[Section], found: Sequence[Section]) -> list[Section]:
        same_chapter = [s for s in self._sections if s.chapter == shown[0].chapter]
        candidates = dict.fromkeys([*found, *same_chapter])
        return [section for section in candidates if section not in shown][:_MOST_RELATED]

    def _overview(self) -> str:
        opening = (
            "I am `guide`. Ask me about aishtui, in English and in your own words: I look for the sections of the "
            "manual that fit and show them. For example: *how do I copy an answer*, *where is my data*, "
            "*who answered me*."
        )
        return _page([opening, "## What the manual is about", self._topics(), "---", _SIGNATURE])

    def _nothing(self, question: str) -> str:
        asked = plain(" ".join(question.split()), 80).replace("`", "'")
        opening = f"The manual has nothing that fits `{asked}`." if asked else "The manual has nothing that fits."
        advice = "I only know aishtui's manual, which is in English, and search it by words. It is about this:"
        return _page([opening, advice, self._topics(), "---", _SIGNATURE])

    def _topics(self) -> str:
        chapters: dict[str, list[str]] = {}
        for section in self._sections:
            chapters.setdefault(section.chapter, []).append(section.heading)
        return "\n".join(f"- **{chapter}**: {', '.join(headings)}" for chapter, headings in chapters.items())


def _as_good(found: Found, best: Found) -> bool:
    near = found.score >= _ALMOST_AS_GOOD * best.score
    return near and found.section.chapter == best.section.chapter


def _asks_for_overview(question: str) -> bool:
    said = words(question)
    return all(word in _GREETINGS for word in said) or any(" ".join(said).startswith(p) for p in _OVERVIEW_ASKED)


def _weights(question: str, before: str) -> Mapping[str, float]:
    """The question's words, and with half the weight those of the one before, where it leans on it."""
    own = dict.fromkeys(subject_words(question), 1.0)
    if len(words(question)) > _SHORT:
        return own
    return {**dict.fromkeys(subject_words(before), 0.5 if own else 1.0), **own}


def _page(parts: Iterable[str]) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"
