"""The nearest names to one that is not there."""

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


def test_case_and_hyphens_count_little() -> None:
    assert nearest("LLAMA_3.1_8B", FEW) == ["llama-3.1-8b-instruct"]


def test_a_list_reads_as_one() -> None:
    assert [or_list(names) for names in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a or b", "a, b or c"]
