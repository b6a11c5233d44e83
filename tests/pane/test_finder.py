"""A search in a document: what is counted, what is marked, and where it goes."""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from aishtui.chat.answers import Status
from aishtui.chat.messages import Message
from aishtui.pane.document import Document
from aishtui.pane.finder import Finder, Found, Wrapped
from aishtui.pane.frame import Frame
from aishtui.pane.hit_places import ShownHits
from aishtui.pane.searching import MOST_HITS, Words
from tests.pane.demo import RICH
from tests.pane.documents import sources, widths
from tests.pane.pane_app import answer, delta, prompt
from tests.pane.test_document import frame, texts


def talk(*messages: Message, at: Frame | None = None) -> Document:
    document = Document()
    document.load(messages)
    document.lay_out(at or frame())
    return document


def search(document: Document, words: str, at: Frame | None = None) -> Finder:
    finder = Finder(document, at or frame())
    finder.look_for(Words(words))
    finder.go_to_nearest(at or frame())
    return finder


def marked(finder: Finder, at: Frame | None = None) -> list[str]:
    """What is marked in view, the present hit in angle brackets."""
    found = []
    for entry, line, content in finder.document.rows(0, (at or frame()).height):
        for start, stop, here in finder.marks(entry, line):
            text = content.text[start:stop]
            found.append(f"<{text}>" if here else text)
    return found


def many(count: int, said: str = "hit") -> Sequence[Message]:
    return [
        prompt(n, "asked") if n % 2 == 0 else answer(n, f"A {said} in {n}.\n\n- and\n- so\n- on") for n in range(count)
    ]


def test_markdown_s_marks_are_neither_in_the_way_nor_lost():
    document = talk(
        answer(1, "A **bold** move, a [bold move](http://bold.org/move) and `bold`\nmove in\n\n    bold move")
    )
    finder = search(document, "bold move")
    assert finder.found == Found("bold move", 4, 4)
    assert marked(finder) == ["bold move", "bold move", "bold", "move", "<bold move>"]
    assert search(document, "**bold**").found.total == 1


def test_what_is_not_drawn_is_marked_on_its_line():
    document = talk(
        answer(1, 'first line\nsee [the docs][d] about it\nlast line\n\n[d]: https://rust.org/borrow "Borrowing"')
    )
    finder = search(document, "borrowing")
    assert finder.found.total == 1
    assert len(marked(finder)) == 1
    document = talk(answer(1, "borrow this\n\n![borrow](x) ![](y/borrow.png)\n\nand borrow that"))
    finder = search(document, "borrow")
    assert finder.found == Found("borrow", 4, 4)
    assert marked(finder)[0] == "borrow"
    assert marked(finder)[-1] == "<borrow>"


def test_where_hits_are_without_number_it_says_that_there_are_more():
    document = talk(answer(1, "x" * (MOST_HITS - 1)))
    assert search(document, "x").found == Found("x", MOST_HITS - 1, MOST_HITS - 1)
    document = talk(answer(1, "x" * (3 * MOST_HITS)))
    assert search(document, "x").found == Found("x", MOST_HITS, MOST_HITS, more=True)
    assert search(document, "xx").found.more
    assert not search(document, "y").found.more


def test_the_search_begins_at_the_newest_hit_and_goes_round():
    document = talk(*many(40))
    finder = search(document, "hit")
    assert finder.found == Found("hit", 20, 20)
    assert document.following
    finder.step(-1, frame())
    assert finder.found.number == 19
    finder.step(+1, frame())
    finder.step(+1, frame())
    assert finder.found == Found("hit", 1, 20, Wrapped.TO_TOP)
    assert document.top == 0
    assert not document.following
    finder.step(-1, frame())
    assert finder.found == Found("hit", 20, 20, Wrapped.TO_END)
    finder.step(-1, frame())
    assert finder.found.wrapped is Wrapped.NO


def test_a_hit_in_view_moves_nothing_and_another_comes_a_third_from_the_top():
    document = talk(*many(60))
    finder = search(document, "hit")
    top = document.top
    finder.step(-1, frame())
    assert document.top == top
    for _ in range(10):
        finder.step(-1, frame())
    rows = [entry for entry, _, content in document.rows(0, 20) if "hit" in content.text]
    assert rows[0] == 2 * finder.found.number - 1
    assert marked(finder)[0] == "<hit>"
    row = next(row for row, (_, _, content) in enumerate(document.rows(0, 20)) if "A hit" in content.text)
    assert row == 20 // 3


def test_the_reader_s_place_is_where_it_begins():
    document = talk(*many(60))
    document.move(-150, frame())
    last = document.last_in_view(frame()).entry
    finder = search(document, "hit")
    assert finder.found.number in (last // 2, (last + 1) // 2)
    top = document.top
    finder.look_for(Words("hit in"))
    finder.go_to_nearest(frame())
    assert document.top == top


def test_typing_on_begins_where_it_began_and_without_a_hit_the_view_stays():
    document = talk(answer(0, "borrow"), *many(60, "bore"), answer(60, "bo"))
    finder = search(document, "bo")
    assert finder.found.number == finder.found.total
    for words in ("bor", "borr"):
        finder.look_for(Words(words))
        finder.go_to_nearest(frame())
    assert finder.found == Found("borr", 1, 1)
    assert document.top == 0
    finder.look_for(Words("borrx"))
    finder.go_to_nearest(frame())
    assert finder.found == Found("borrx", 0, 0)
    assert document.top == 0


def test_below_the_view_is_looked_where_nothing_is_above():
    document = talk(*many(40, "word"), answer(40, "hit"), *many(40, "word"))
    document.move_to(0, frame())
    finder = search(document, "hit")
    assert finder.found == Found("hit", 1, 1)
    assert "<hit>" in marked(finder)


def test_folded_thinking_and_a_folded_text_are_opened_on_the_way():
    long = "\n".join(f"row {n}" for n in range(40))
    document = talk(prompt(0, long), answer(1, "Answer.", thinking="I weigh row 39 here."))
    finder = search(document, "row 39")
    assert finder.found == Found("row 39", 2, 2)
    assert "│ I weigh row 39 here." in texts(document, frame())
    assert marked(finder) == ["[+] … 40 lines, 269 B", "<row 39>"]
    finder.step(-1, frame())
    assert "row 39" in texts(document, frame())
    assert "<row 39>" in marked(finder)


def test_typing_opens_no_fold_and_the_next_step_does():
    document = talk(prompt(0, "why"), answer(1, "Answer.", thinking="I weigh this."))
    finder = Finder(document, frame())
    for words in ("we", "weigh"):
        finder.look_for(Words(words))
        finder.go_to_nearest(frame(), opening=False)
    assert finder.found == Found("weigh", 1, 1)
    assert marked(finder) == ["<[+] thought for 0.0 s · 13 characters>"]
    finder.step(+1, frame())
    assert finder.found == Found("weigh", 1, 1)
    assert marked(finder) == ["<weigh>"]


def test_a_closed_fold_is_marked_for_what_is_in_it():
    long = "\n".join(f"row {n}" for n in range(40))
    document = talk(prompt(0, long), answer(1, "row", thinking="row"))
    finder = Finder(document, frame())
    finder.look_for(Words("row"))
    assert finder.found == Found("row", 0, 42)
    assert marked(finder)[:8] == ["row"] * 8
    assert set(marked(finder)[8:]) == {"[+] … 40 lines, 269 B", "[+] thought for 0.0 s · 3 characters", "row"}


def test_what_arrives_is_found_and_the_present_hit_stays():
    document = talk(*many(10), answer(10, "", Status.WRITING))
    finder = search(document, "hit")
    finder.step(-1, frame())
    assert finder.found == Found("hit", 4, 5)
    document.grow(delta(10, "A hi"))
    finder.refresh()
    assert finder.found.total == 5
    document.grow(delta(10, "t and **a", 4))
    finder.refresh()
    assert finder.found == Found("hit", 4, 6)
    document.grow(delta(10, " hit**", 13))
    document.follow()
    document.lay_out(frame())
    finder.refresh()
    assert marked(finder)[-2:] == ["hit", "hit"]
    document.end(answer(10, "No."))
    document.add(prompt(11, "a hit"))
    document.follow()
    document.lay_out(frame())
    finder.refresh()
    assert finder.found == Found("hit", 4, 6)
    assert marked(finder)[-1] == "hit"


def test_a_step_before_the_next_frame_knows_what_has_arrived():
    document = talk(answer(0, "one hit", Status.WRITING))
    finder = search(document, "hit")
    document.grow(delta(0, " two hit three hit", 7))
    finder.step(+1, frame())
    assert finder.found.total == 3
    document.end(answer(0, "hit"))
    finder.step(+1, frame())
    assert finder.found == Found("hit", 1, 1)


def test_another_branch_is_searched_anew():
    document = talk(*many(10))
    finder = search(document, "hit")
    document.replace_path([*many(4), answer(9, "hit and hit")])
    finder.refresh()
    assert finder.found == Found("hit", 0, 4)
    document.lay_out(frame())
    finder.step(+1, frame())
    assert finder.found == Found("hit", 4, 4)


def test_another_width_keeps_the_marks_on_the_words():
    document = talk(answer(1, "some words " * 12))
    finder = search(document, "words some")
    for width in (40, 23, 60):
        document.lay_out(frame(width))
        assert finder.found.total == 11
        assert "".join(marked(finder)).replace("<", "").replace(">", "").split("words")[1:] != []
        for entry, line, content in document.rows(0, 20):
            for start, stop, _ in finder.marks(entry, line):
                assert content.text[start:stop].strip() in ("words some", "words", "some")


def test_only_what_is_in_view_is_laid_out_for_a_search():
    document = talk(*many(2000))
    finder = search(document, "hit")
    finder.step(-1, frame())
    assert finder.found.total == 1000
    assert sum(entry.laid_out for entry in document.entries()) < 20


WORDS = [
    "word",
    "bold",
    "a",
    "code",
    "b.c",
    "one",
    "item",
    "two words",
    "漢字",
    "|",
    "**",
    "return 'x'",
    "http",
    "\\",
    "quote",
]


@settings(max_examples=150, deadline=None)
@given(sources, widths, st.sampled_from(WORDS))
def test_counts_and_marks_agree_in_any_markdown(source, width, words):
    at = frame(width)
    document = talk(answer(0, source), at=at)
    entry = document.laid_out(0, at)
    sought = Words(words)
    shown = ShownHits(entry, sought)
    assert len(shown) == sought.count(source)
    lines = [shown.marks(number)[0].line for number in range(len(shown))]
    assert lines == sorted(lines)
    for number in range(len(shown)):
        assert shown.marks(number)
        assert shown.until(lines[number]) > number
        for mark in shown.marks(number):
            assert 0 <= mark.start <= mark.stop <= len(entry.line(mark.line).text)
            assert shown.on_line(mark.line, number)[mark.start, mark.stop]
            assert (mark.start, mark.stop) in shown.on_line(mark.line, None)


def test_every_word_of_a_rich_answer_is_marked_where_it_is_drawn():
    document = talk(answer(0, RICH), at=frame(80))
    entry = document.laid_out(0, frame(80))
    checked = 0
    for word in {word for line in RICH.splitlines() for word in line.split() if word.isalpha() and len(word) > 3}:
        shown = ShownHits(entry, Words(word))
        for number in range(len(shown)):
            drawn = "".join(entry.line(line).text[start:stop] for line, start, stop in shown.marks(number))
            checked += drawn.lower() == word.lower()
    assert checked > 60
