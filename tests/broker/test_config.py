"""`broker.toml`: what it says is read, and every mistake is said with its line, key and what becomes of it."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from aishtui.broker.config import BrokerConfig, CloudConfig
from aishtui.broker.config_file import Loaded, read_config, without_file
from aishtui.broker.config_text import config_text
from tests.broker.client import MANUAL

KEY = "sk-or-v1-0123456789abcdef"
WHOLE = """
host = "0.0.0.0"
port = 9000
discovery = false
connect_timeout = 2.5
cloud_models = ["anthropic/claude-opus-4.7", "anthropic/claude-opus-4.7"]
cloud_prefixes = ["anthropic/"]
cloud_url = "https://gateway.example/api/v1"
cloud_key_env = "MY_KEY"

[[backends]]
name = "dirac"
url = "dirac.fritz.box:8083"
models = ["qwen-coder-7b-32k"]

[[backends]]
name = "spark"
url = "https://spark.example/v1"
token_env = "SPARK_TOKEN"
headers = { X-Team = "research", X-Api-Key = { file = "key" } }
"""


def read(tmp_path: Path, text: str, environment: Mapping[str, str] | None = None) -> Loaded:
    path = tmp_path / "broker.toml"
    path.write_text(text, encoding="utf-8")
    return read_config(path, environment or {})


def said(loaded: Loaded) -> list[str]:
    return [str(mistake).partition("broker.toml")[2].lstrip(", ") for mistake in loaded.mistakes]


def test_a_whole_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("from-the-file\n")
    loaded = read(tmp_path, WHOLE, {"MY_KEY": KEY, "SPARK_TOKEN": "from-the-environment"})
    assert loaded.mistakes == ()
    config = loaded.config
    assert (config.host, config.port, config.discovery, config.connect_s) == ("0.0.0.0", 9000, False, 2.5)
    assert config.cloud.models == ("anthropic/claude-opus-4.7",)
    assert config.cloud.prefixes == ("anthropic/",)
    assert config.cloud.address.chat_url == "https://gateway.example/api/v1/chat/completions"
    assert (config.cloud.key_env, config.cloud.key) == ("MY_KEY", KEY)
    dirac, spark = config.backends
    assert (dirac.name, dirac.address.url, dirac.models) == (
        "dirac",
        "http://dirac.fritz.box:8083",
        ("qwen-coder-7b-32k",),
    )
    assert [(header.name, header.value, header.secret) for header in spark.headers] == [
        ("Authorization", "Bearer from-the-environment", True),
        ("X-Team", "research", False),
        ("X-Api-Key", "from-the-file", True),
    ]


def test_without_a_file_there_are_the_defaults_and_the_key_of_the_environment() -> None:
    config, mistakes = without_file({"OPENROUTER_API_KEY": KEY})
    assert mistakes == ()
    assert config == BrokerConfig(cloud=CloudConfig(key=KEY))
    assert config.cloud.address.chat_url == "https://openrouter.ai/api/v1/chat/completions"


def test_an_empty_file_says_nothing(tmp_path: Path) -> None:
    assert read(tmp_path, "") == Loaded(BrokerConfig())


def test_nobody_sees_a_secret_by_printing_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("from-the-file\n")
    loaded = read(tmp_path, WHOLE, {"MY_KEY": KEY, "SPARK_TOKEN": "from-the-environment"})
    for text in (repr(loaded), config_text(loaded.config)):
        assert KEY not in text
        assert "from-the" not in text


def test_what_is_printed_is_read_as_the_same(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("from-the-file\n")
    environment = {"MY_KEY": KEY, "SPARK_TOKEN": "from-the-environment"}
    loaded = read(tmp_path, WHOLE, environment)
    assert read(tmp_path, config_text(loaded.config), environment) == loaded
    assert read(tmp_path, config_text(BrokerConfig())).config == BrokerConfig()


BACKEND = '[[backends]]\nname = "a"\nurl = "a:1"\n'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("port = 99999", "line 1, port: must be a whole number from 0 (any free port) to 65535, not 99999; 8082 is"),
        ("\nport = true", "line 2, port: must be a whole number from 0 (any free port) to 65535, not true or false"),
        ('host = ""', "line 1, host: must be text, not empty text; 127.0.0.1 is used"),
        ('discovery = "no"', "line 1, discovery: must be true or false, not text; true is used"),
        ("connect_timeout = 0", "line 1, connect_timeout: must be a number of seconds above 0 and up to 300, not 0"),
        ("connect_timeout = nan", "connect_timeout: must be a number of seconds above 0"),
        ('cloud_models = "x"', 'line 1, cloud_models: must be a list of texts, ["…", "…"], not text'),
        ("cloud_models = [1]", "line 1, cloud_models: must be text, not 1"),
        ('cloud_models = ["a\\u001b"]', "line 1, cloud_models: has a model id with control characters in it: 'a?'"),
        ('cloud_prefixes = ["anthropic"]', 'must be beginnings of ids that end in a slash, such as "anthropic/"'),
        ('cloud_prefixes = ["/"]', "must be beginnings of ids that end in a slash"),
        ('cloud_url = "http://cloud.example"', "line 1, cloud_url: must begin with https://: a key is sent there"),
        ('cloud_url = "ftp://cloud.example"', "line 1, cloud_url: is no address: aishtui speaks http and https"),
        ('cloud_key_env = "A B"', "line 1, cloud_key_env: must be the name of an environment variable, not 'A B'"),
        ('cloud_key = "sk"', "line 1, cloud_key: is not used: a secret does not belong into this file; name its"),
        ("prot = 1", "line 1, prot: is not known here, and not used; perhaps port is meant"),
        ("zzz = 1", "line 1, zzz: is not known here, and not used; known are host, port"),
        ("backends = 3", "line 1, backends: must be tables, each beginning with a line [[backends]]"),
        ('[backends]\nname = "a"', "line 1, backends: must be tables, each beginning with a line [[backends]]"),
        ('[[backends]]\nname = "a"', "line 1, backends[1]: has no url, which it needs; the backend is left out"),
        ('[[backends]]\nurl = "a:1"', "line 1, backends[1]: has no name, which it needs; the backend is left out"),
        (f'{BACKEND}\n[[backends]]\nname = "a"\nurl = "b:1"', "line 6, backends[2].name: 'a' is taken"),
        ('[[backends]]\nname = "embedded"\nurl = "b:1"', "line 2, backends[1].name: 'embedded' is taken"),
        ('[[backends]]\nname = "ä"\nurl = "b:1"', "line 2, backends[1].name: must be plain ASCII characters"),
        ('[[backends]]\nname = "a"\nurl = "a:x"', "line 3, backends[1].url: is no address: "),
        (f"{BACKEND}models = 3", "line 4, backends[1].models: must be a list of texts"),
        (f'{BACKEND}token = "{KEY}"', "line 4, backends[1].token: is not used: a secret does not belong into this"),
        (f'{BACKEND}token_env = "GONE"', "line 4, backends[1].token_env: names the environment variable GONE, which"),
        (f'{BACKEND}token_env = "EVIL"', "needs one line of plain ASCII characters, which the environment variable"),
        (f'{BACKEND}token_file = "gone"', "line 4, backends[1].token_file: names "),
        (f'{BACKEND}token_file = "empty"', "which is empty: put the value into it, on one line; the backend is left"),
        (f'{BACKEND}token_env = "T"\ntoken_file = "t"', "line 5, backends[1].token_file: stands beside token_env"),
        (f"{BACKEND}headers = 3", "line 4, backends[1].headers: must be a table: {"),
        (f'{BACKEND}headers = {{ "a b" = "x" }}', "line 4, backends[1].headers: has a b, which is no name of a header"),
        (f'{BACKEND}headers = {{ Host = "x" }}', "backends[1].headers: has Host, which is a header the broker has to"),
        (f"{BACKEND}headers = {{ X = 3 }}", "headers: has X, which must be text, or a table { env = "),
        (f'{BACKEND}[backends.headers]\nX = "a\\nb"', "line 4, backends[1].headers: has X, which needs one line of"),
    ],
)
def test_a_mistake_is_said_with_its_line_its_key_and_what_to_do(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "empty").write_text("\n")
    loaded = read(tmp_path, text, {"EVIL": "a\nsecret", "T": "token"})
    (sentence,) = said(loaded)
    assert words in sentence
    assert sentence.endswith(".")
    assert "secret\n" not in sentence
    assert KEY not in sentence
    assert loaded.readable


def test_all_mistakes_are_said_and_what_is_right_is_used(tmp_path: Path) -> None:
    text = (
        f"port = 9000\nhost = 3\n{BACKEND}\n[[backends]]\nname = 'b'\nurl = 7\n\n[[backends]]\nname = 'c'\nurl = 'c:3'"
    )
    loaded = read(tmp_path, text)
    assert [sentence.partition(":")[0] for sentence in said(loaded)] == ["line 2, host", "line 9, backends[2].url"]
    assert loaded.config.port == 9000
    assert [backend.name for backend in loaded.config.backends] == ["a", "c"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"port = ", "is not TOML: Invalid value (at end of document)"),
        (b"port = 1\nport = 2", "is not TOML: Cannot overwrite a value (at end of document)"),
        (b"a = [" + b"[" * 9999, "is not TOML that can be read"),
        (b"# ok\nhost = '\xff'", "is not UTF-8: byte 0xff in line 2"),
        (b"#" * 4_000_001, "is larger than 4 MB"),
        (None, "cannot be read (No such file or directory)"),
    ],
)
def test_a_file_that_cannot_be_read_at_all_is_said(tmp_path: Path, content: bytes | None, words: str) -> None:
    path = tmp_path / "broker.toml"
    if content is not None:
        path.write_bytes(content)
    loaded = read_config(path, {"OPENROUTER_API_KEY": KEY})
    assert not loaded.readable
    (sentence,) = said(loaded)
    assert words in sentence
    assert loaded.config.cloud.key == KEY


def test_a_key_that_no_header_can_carry_is_not_sent_and_not_repeated(tmp_path: Path) -> None:
    loaded = read(tmp_path, "", {"OPENROUTER_API_KEY": "ключ\nsecret"})
    assert loaded.config.cloud.key == ""
    (sentence,) = said(loaded)
    assert "cloud_key_env: needs one line of plain ASCII characters" in sentence
    assert "secret" not in sentence


def test_names_in_a_mistake_cannot_steer_the_terminal(tmp_path: Path) -> None:
    loaded = read(tmp_path, '"\\u001b[2J" = 1\n[[backends]]\nname = "a\\u001b"\nurl = "\\u001b"\n')
    assert len(loaded.mistakes) == 3
    assert all(str(mistake).isprintable() for mistake in loaded.mistakes)


def test_the_example_in_the_manual_is_right(tmp_path: Path) -> None:
    chapter = (MANUAL / "11-embedded-broker.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```toml\n(.*?)```", chapter, re.DOTALL)
    (tmp_path / "boltzmann.token").write_text("0123456789")
    loaded = read(tmp_path, example, {"SPARK_TOKEN": "0123456789", "OPENROUTER_API_KEY": KEY})
    assert said(loaded) == []
    uncommented = re.sub(r"(?m)^# (?=\w+ = |\[\[)", "", example)
    assert said(read(tmp_path, uncommented, {"SPARK_TOKEN": "0123456789", "OPENROUTER_API_KEY": KEY})) == []
    for key in ("host", "port", "discovery", "connect_timeout", "backends", "name", "url", "models", "token_env"):
        assert key in example
    for key in ("token_file", "headers", "cloud_models", "cloud_prefixes", "cloud_url", "cloud_key_env"):
        assert key in example
