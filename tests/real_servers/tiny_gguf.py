"""A language model that knows nothing: random weights in the shape of llama, small enough to make in a second.

`python tiny_gguf.py FILE` writes it and says with what. llama.cpp loads and serves it like any other; what it says is
words by chance, unless a grammar in the request leaves it no choice. It needs `gguf` and `numpy`, which aishtui does
not.
"""

import json
import sys
from importlib.metadata import version
from pathlib import Path

import gguf
import numpy as np

CONTEXT = 2048
_WIDTH, _LAYERS, _HEADS, _FEED_FORWARD = 384, 4, 6, 768
"""Some hundreds of tokens per second on one core: slow enough that an answer can be stopped in its midst."""
_SEED = 1
_SPACE = "▁"
"""How a SentencePiece vocabulary writes a blank."""
_SYLLABLES = ("ba", "de", "fi", "go", "hu", "ka", "le", "mi", "no", "pu", "ra", "se", "ti", "vo", "wu", "zo")
_CALL = "<tool_call>"
"""A token of its own: a request that favours it (`logit_bias`) gets a tool call; llama.cpp's grammar does the rest."""
_TEMPLATE = """\
{% if tools %}<|im_start|>system
Tools: {% for tool in tools %}{{ tool | tojson }}
{% endfor %}Answer with <tool_call>{"name": NAME, "arguments": ARGUMENTS}</tool_call><|im_end|>
{% endif %}{% for message in messages %}<|im_start|>{{ message.role }}
{% if message.reasoning_content %}<think>
{{ message.reasoning_content }}
</think>

{% endif %}{{ message.content or '' }}{% for call in message.tool_calls or [] %}<tool_call>{"name": "\
{{ call.function.name }}", "arguments": {{ call.function.arguments | tojson }}}</tool_call>{% endfor %}<|im_end|>
{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant
{% endif %}"""
"""As many models of today have it: llama.cpp finds out by itself how thinking and tool calls look in it."""


def vocabulary() -> tuple[list[str], list[float], list[gguf.TokenType]]:
    """The tokens, their scores and their types: three special ones, every byte, and 272 words of two syllables. The
    bytes make every text writable; the words make the model's own talk readable."""
    special = [("<unk>", gguf.TokenType.UNKNOWN), ("<s>", gguf.TokenType.CONTROL), ("</s>", gguf.TokenType.CONTROL)]
    raw = [(f"<0x{byte:02X}>", gguf.TokenType.BYTE) for byte in range(256)]
    words = [f"{_SPACE}{first}{second}" for first in _SYLLABLES for second in (*_SYLLABLES, "")]
    normal = [(word, gguf.TokenType.NORMAL) for word in words]
    tokens = [*special, *raw, *normal, (_CALL, gguf.TokenType.USER_DEFINED)]
    scores = [0.0 if kind is not gguf.TokenType.NORMAL else -float(n) for n, (_, kind) in enumerate(tokens)]
    return [token for token, _ in tokens], scores, [kind for _, kind in tokens]


def write(path: Path) -> None:
    """The same file for the same version of numpy."""
    tokens, scores, kinds = vocabulary()
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_name("aishtui's tiny random model")
    writer.add_file_type(gguf.LlamaFileType.ALL_F32)
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(_WIDTH)
    writer.add_block_count(_LAYERS)
    writer.add_feed_forward_length(_FEED_FORWARD)
    writer.add_head_count(_HEADS)
    writer.add_head_count_kv(_HEADS)
    writer.add_rope_dimension_count(_WIDTH // _HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_vocab_size(len(tokens))
    writer.add_tokenizer_model("llama")
    writer.add_token_list(tokens)
    writer.add_token_scores(scores)
    writer.add_token_types(kinds)
    writer.add_unk_token_id(0)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_add_space_prefix(False)
    writer.add_chat_template(_TEMPLATE)
    for name, weights in _tensors(kinds):
        writer.add_tensor(name, weights)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _tensors(kinds: list[gguf.TokenType]) -> list[tuple[str, np.ndarray]]:
    chance = np.random.default_rng(_SEED)

    def random(rows: int, columns: int) -> np.ndarray:
        return chance.normal(0.0, columns**-0.5, (rows, columns)).astype(np.float32)

    ones = np.ones(_WIDTH, dtype=np.float32)
    output = random(len(kinds), _WIDTH)
    # By itself it talks in words only: single bytes would be no UTF-8, and whether it ends would be chance.
    output[[kind is not gguf.TokenType.NORMAL for kind in kinds]] = 0.0
    found = [("token_embd.weight", random(len(kinds), _WIDTH)), ("output_norm.weight", ones), ("output.weight", output)]
    for layer in range(_LAYERS):
        shapes = dict.fromkeys(("attn_q", "attn_k", "attn_v", "attn_output"), (_WIDTH, _WIDTH))
        shapes |= {"ffn_gate": (_FEED_FORWARD, _WIDTH), "ffn_up": (_FEED_FORWARD, _WIDTH)}
        shapes |= {"ffn_down": (_WIDTH, _FEED_FORWARD)}
        found += [(f"blk.{layer}.{name}.weight", ones) for name in ("attn_norm", "ffn_norm")]
        found += [(f"blk.{layer}.{name}.weight", random(*shape)) for name, shape in shapes.items()]
    return found


if __name__ == "__main__":
    write(Path(sys.argv[1]))
    print(json.dumps({"url": sys.argv[1], "gguf": version("gguf"), "numpy": version("numpy")}))
