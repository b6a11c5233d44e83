"""A request as a curl command: what a shell hands to curl is what was sent."""

import json
import os
import subprocess
from tempfile import NamedTemporaryFile

import pytest

from aishtui.wire.curl import curl_command, shown_header
from aishtui.wire.secrets import HIDDEN

URL = "http://hossenfelder.fritz.box:8082/v1/chat/completions"
SPY = 'curl() { printf "%s\\0" "$@"; printf "%s" "--stdin--"; cat; }\n'


def arguments(command: str) -> tuple[list[str], str]:
    """What a shell would hand to curl, and what it would feed it. The script comes as a file: it may be long."""
    with NamedTemporaryFile("w", suffix=".sh") as script:
        script.write(SPY + command)
        script.flush()
        ran = subprocess.run(
            ["bash", script.name],
            capture_output=True,
            check=True,
            stdin=subprocess.DEVNULL,
            env={**os.environ, "AISHTUI_TOKEN": "t0ken"},
        )
    said, _, fed = ran.stdout.decode().partition("--stdin--")
    return said.split("\0")[:-1], fed


@pytest.mark.parametrize(
    "text",
    [
        "plain",
        'it\'s "quoted" `twice` $HOME $(id) !! \\ \\n',
        "two\nlines",
        "漢字 👩‍💻",
        "'; rm -rf ~; '",
        "\x1b[31m\x00",
    ],
)
def test_any_body_reaches_curl_as_it_was_sent(text: str) -> None:
    body = json.dumps({"messages": [{"content": text}]}, ensure_ascii=False)
    found, _ = arguments(curl_command(URL, [("Content-Type", "application/json")], body))
    assert found == ["-N", URL, "-H", "Content-Type: application/json", "--data-raw", body]


def test_the_shell_puts_in_the_token() -> None:
    command = curl_command(URL, [("Authorization", HIDDEN)], "{}")
    assert 'Bearer $AISHTUI_TOKEN"' in command
    assert "Authorization: Bearer t0ken" in arguments(command)[0]


def test_other_secrets_come_from_variables_named_after_their_headers() -> None:
    assert shown_header("X-Api-Key", HIDDEN) == "$X_API_KEY"
    assert shown_header("Accept", "text/event-stream") == "text/event-stream"


def test_what_curl_sets_itself_is_left_to_it() -> None:
    own = [("Host", "h"), ("Content-Length", "2"), ("Accept-Encoding", "gzip"), ("Connection", "close"), ("a b", "no")]
    assert arguments(curl_command(URL, [*own, ("Accept", "x")], "{}"))[0] == [
        "-N",
        URL,
        "-H",
        "Accept: x",
        "--data-raw",
        "{}",
    ]


def test_a_body_longer_than_an_argument_may_be_comes_by_standard_input() -> None:
    body = json.dumps({"content": "it's long " * 30_000})
    found, fed = arguments(curl_command(URL, [], body))
    assert found == ["-N", URL, "--data-binary", "@-"]
    assert fed == f"{body}\n"
