"""The texts the rows are measured on."""

import pytest

from benchmarks.corpus import Kind, beginning, inside, mixed
from benchmarks.rows.latency import numbered
from benchmarks.scripts import tokens


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("length", [60, 500, 7_500])
def test_texts_are_as_long_as_asked_and_end_with_their_mark(kind: Kind, length: int) -> None:
    text = inside(kind, length, 1, "Zmark")
    assert len(text) == 4 * length
    assert text.count("Zmark") == 1
    assert "Zmark" in text[-120:]


def test_the_same_seed_says_the_same() -> None:
    assert mixed(300, 7) == mixed(300, 7) != mixed(300, 8)


def test_mixed_text_is_whole_blocks() -> None:
    text = mixed(3_000, 1)
    assert text.endswith("\n\n")
    assert text.count("```") % 2 == 0
    assert {"## ", "- ", "| ", "```python"} <= {
        line[: len(begin)] for line in text.splitlines() for begin in ("## ", "- ", "| ", "```python")
    }


def test_an_open_block_stays_one_block() -> None:
    fence = beginning(Kind.FENCE) + inside(Kind.FENCE, 2_000, 1, "Zlead") + inside(Kind.FENCE, 500, 2, "Zend")
    assert fence.count("```") == 1
    for kind, begin in ((Kind.LIST, "- "), (Kind.TABLE, "| ")):
        text = beginning(kind).partition("\n|---")[0] + inside(kind, 2_000, 1, "Zlead") + inside(kind, 500, 2, "Zend")
        assert all(line.startswith(begin) for line in text.splitlines())
    paragraph = inside(Kind.PARAGRAPH, 2_000, 1, "Zlead") + inside(Kind.PARAGRAPH, 500, 2, "Zend")
    assert "\n" not in paragraph


def test_every_token_of_the_latency_row_is_a_word_of_its_own() -> None:
    words = [token.strip() for token in tokens(numbered(420)) if token.strip()]
    assert len(words) == len(set(words)) == 420
    assert all(len(word) == 3 and word.startswith("z") for word in words)
