"""Files of prompts: a line each, TOML and JSON Lines, and what is wrong with some of them."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aishtui.chat.prompts_file import NotPrompts, Prompts, read_prompts
from aishtui.chat.suites import SuitePrompt


def bad(prompts: Prompts) -> list[str]:
    return [str(each) for each in prompts.bad]


def test_each_line_is_a_prompt_called_by_its_number() -> None:
    found = read_prompts("Why?\n\n  # What is this?\r\nÄrger\n".encode(), "prompts.txt")
    assert found.good == (SuitePrompt("1", "Why?"), SuitePrompt("3", "  # What is this?"), SuitePrompt("4", "Ärger"))
    assert found.bad == ()


def test_a_byte_order_mark_and_a_missing_last_line_end_are_no_part_of_a_prompt() -> None:
    assert read_prompts(b"\xef\xbb\xbfone\r\ntwo", "p").good == (SuitePrompt("1", "one"), SuitePrompt("2", "two"))


def test_a_bad_line_is_named_and_the_others_are_there() -> None:
    found = read_prompts(b"one\n\xff\xfe bad\nthr\0ee\nfour\n", "p.txt")
    assert [prompt.text for prompt in found.good] == ["one", "four"]
    assert bad(found) == ["line 2 is not UTF-8.", "line 3 has a NUL character in its prompt."]


@pytest.mark.parametrize("name", ["p.jsonl", "p", "-"])
def test_json_lines_have_an_id_a_system_prompt_and_a_prompt(name: str) -> None:
    text = '{"id": "a", "system": "Be kind.", "prompt": "one"}\n\n{"id": 7, "prompt": "two", "expected": "2"}\n'
    assert read_prompts(text.encode(), name).good == (SuitePrompt("a", "one", "Be kind."), SuitePrompt("7", "two"))


def test_each_way_to_spoil_a_json_line_has_its_sentence() -> None:
    lines = [
        '{"prompt": "good"}',
        '{"prompt": ',
        "[1]",
        '{"id": "x"}',
        '{"prompt": 3}',
        '{"prompt": " "}',
        '{"prompt": "a", "system": 1}',
        '{"prompt": "a", "id": true}',
        '{"prompt": "a\\u0000"}',
        '{"prompt": "a\\ud800"}',
        '{"prompt": "a", "id": 1}',
    ]
    found = read_prompts("\n".join(lines).encode(), "p.jsonl")
    assert found.good == (SuitePrompt("1", "good"),)
    assert bad(found) == [
        "line 2 is no JSON: Expecting value.",
        "line 3 is no JSON object.",
        "line 4 has no prompt.",
        "line 5 has no text as its prompt.",
        "line 6 has an empty prompt.",
        "line 7 has no text as its system.",
        "line 8 has no text as its id.",
        "line 9 has a NUL character in its prompt.",
        "line 10 has half a character in its prompt.",
        "line 11 has the id “1”, as has line 1.",
    ]


@pytest.mark.parametrize("name", ["p.toml", "p"])
def test_toml_has_tables_of_prompts_with_their_lines(name: str) -> None:
    text = '[[prompt]]\nid = "a"\nsystem = "S"\nprompt = """\none\ntwo"""\n\n# none\n[[prompt]]\nprompt = 1\n'
    found = read_prompts(text.encode(), name)
    assert found.good == (SuitePrompt("a", "one\ntwo", "S"),)
    assert bad(found) == ["line 9 has no text as its prompt."]


def test_where_a_text_looks_like_a_table_prompts_are_counted_instead_of_lines() -> None:
    found = read_prompts(b"[[prompt]]\nprompt = '''\n[[prompt]]\n'''\n[[prompt]]\nid = 'b'\n", "p.toml")
    assert bad(found) == ["prompt 2 has no prompt."]


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"[[prompt]\n", "p.toml", "is no TOML: .*line 1"),
        (b"a = 1\n", "p.toml", r"has no \[\[prompt\]\]"),
        (b"a = '\xff'\n", "p.toml", r"is not UTF-8 \(line 1\)"),
        (b'[{"prompt": "a"}]', "p.json", "one JSON object on each line"),
        ("one\n".encode("utf-16"), "p.txt", "UTF-16"),
    ],
)
def test_a_file_of_which_nothing_can_be_made_has_one_sentence(content: bytes, name: str, words: str) -> None:
    with pytest.raises(NotPrompts, match=words):
        read_prompts(content, name)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1), min_size=1))
def test_what_json_lines_say_comes_out(texts: list[str]) -> None:
    kept = [text for text in texts if text.strip()]
    lines = "\n".join(json.dumps({"prompt": text}, ensure_ascii=False) for text in texts)
    assert [prompt.text for prompt in read_prompts(lines.encode(), "p.jsonl").good] == kept


@given(st.binary(max_size=200), st.sampled_from(["p", "p.txt", "p.toml", "p.jsonl"]))
def test_no_bytes_whatever_break_it(content: bytes, name: str) -> None:
    try:
        read_prompts(content, name)
    except NotPrompts:
        pass  # a sentence is what such a file gets
