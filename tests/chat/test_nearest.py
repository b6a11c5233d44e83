"""The nearest names to one that is not there."""

import re

from aishtui.chat.nearest import NearestIds, nearest, or_list

FEW = ["qwen-coder-7b-8k", "llama-3.1-8b-instruct", "anthropic/claude-opus-4.7"]
MANY = [f"vendor{number % 40}/model-{number}-instruct" for number in range(5000)]


def test_a_small_catalogue_is_compared_whole() -> None:
    assert NearestIds(FEW).to("qwen-coder-7b-32k") == ["qwen-coder-7b-8k"]
    assert NearestIds([]).to("anything") == []


def test_in_a_large_one_the_likely_are_found_by_their_words() -> None:
    near = NearestIds([*MANY, *FEW])
    assert near.to("qwen-coder-7b-32k", most=1) == ["qwen-coder-7b-8k"]
    assert near.to("claude-opus-4.7")[0] == "anthropic/claude-opus-4.7"
    assert near.to("nothing like that") == []


def test_looking_only_at_those_that_share_a_word_finds_what_looking_at_all_does() -> None:
    ids = [*MANY, *FEW]
    for model in ("vendor7/model-47-instrukt", "qwen-coder-7b", "instruct", "Claude Opus", "model-4999"):
        wanted = words(model)
        first = sorted((id_ for id_ in ids if words(id_) & wanted), key=lambda id_: -len(words(id_) & wanted))[:50]
        assert NearestIds(ids).to(model) == nearest(model, first, 2)


def words(id_: str) -> set[str]:
    return set(re.findall("[a-z0-9]+", id_.lower()))


def test_case_and_hyphens_count_little() -> None:
    assert nearest("LLAMA_3.1_8B", FEW) == ["llama-3.1-8b-instruct"]


def test_a_list_reads_as_one() -> None:
    assert [or_list(names) for names in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a or b", "a, b or c"]
