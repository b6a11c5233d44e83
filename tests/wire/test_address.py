"""The endpoint's address as people write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aishtui.chat.clean import clean_line
from aishtui.wire.address import parse_endpoint
from aishtui.wire.errors import BadAddress


@pytest.mark.parametrize(
    ("text", "label", "chat_url"),
    [
        (
            "hossenfelder.fritz.box:8082",
            "hossenfelder.fritz.box:8082",
            "http://hossenfelder.fritz.box:8082/v1/chat/completions",
        ),
        ("http://h:8082", "h:8082", "http://h:8082/v1/chat/completions"),
        ("http://h:8082/", "h:8082", "http://h:8082/v1/chat/completions"),
        (" HTTP://H:8082/v1 ", "h:8082", "http://h:8082/v1/chat/completions"),
        ("h:8082/v1/", "h:8082", "http://h:8082/v1/chat/completions"),
        ("h:8082/v1/chat/completions", "h:8082", "http://h:8082/v1/chat/completions"),
        ("h:8082/v1/chat/completions/", "h:8082", "http://h:8082/v1/chat/completions"),
        ("h:8082/v1/models", "h:8082", "http://h:8082/v1/chat/completions"),
        ("h", "h", "http://h/v1/chat/completions"),
        ("https://gw/x/openai/v1", "gw/x/openai", "https://gw/x/openai/v1/chat/completions"),
        ("https://gw/x/openai", "gw/x/openai", "https://gw/x/openai/v1/chat/completions"),
        (
            "https://gw/v1beta/openai/chat/completions",
            "gw/v1beta/openai/chat/completions",
            "https://gw/v1beta/openai/chat/completions",
        ),
        ("https://gw/api/v3", "gw/api/v3", "https://gw/api/v3/chat/completions"),
        ("127.0.0.1:8080", "127.0.0.1:8080", "http://127.0.0.1:8080/v1/chat/completions"),
        ("[::1]:8082", "[::1]:8082", "http://[::1]:8082/v1/chat/completions"),
        ("::1", "[::1]", "http://[::1]/v1/chat/completions"),
        ("http://[fe80::2]", "[fe80::2]", "http://[fe80::2]/v1/chat/completions"),
        ("my_host:80", "my_host:80", "http://my_host:80/v1/chat/completions"),
        ("bücher.example", "bücher.example", "http://bücher.example/v1/chat/completions"),
    ],
)
def test_all_ways_of_writing_an_address_are_read(text: str, label: str, chat_url: str) -> None:
    address = parse_endpoint(text)
    assert (address.label, address.chat_url) == (label, chat_url)
    assert address.url.endswith(f"://{label}")


def test_the_models_are_beside_the_chat() -> None:
    assert parse_endpoint("https://gw/x/v1").models_url == "https://gw/x/v1/models"


@pytest.mark.parametrize(("text", "host", "port"), [("h", "h", 80), ("https://h", "h", 443), ("[::1]:5", "::1", 5)])
def test_host_and_port_are_known(text: str, host: str, port: int) -> None:
    address = parse_endpoint(text)
    assert (address.host, address.port) == (host, port)


@pytest.mark.parametrize(
    ("text", "is_loopback"),
    [
        ("localhost:1", True),
        ("x.localhost", True),
        ("127.9.9.9", True),
        ("[::1]:2", True),
        ("10.0.0.1", False),
        ("localhost.example", False),
    ],
)
def test_loopback_is_told(text: str, is_loopback: bool) -> None:
    assert parse_endpoint(text).is_loopback is is_loopback


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        ("  ", "is empty"),
        ("h:8082 please", "no spaces or control characters"),
        ("h\x1b[2J", "no spaces or control characters"),
        ("h/\u202ev1", "no spaces or control characters"),
        ("ftp://h", "aishtui speaks http and https, not `ftp`"),
        ("h:99999", "look at its host and port"),
        ("h:port", "look at its host and port"),
        ("h:0", "no usable host and port"),
        ("http://", "no usable host and port"),
        (":8082", "no usable host and port"),
        ("http:///v1", "no usable host and port"),
        ("[::1", "look at its host and port"),
        ("a..b", "no usable host and port"),
        (f"{'x' * 64}.example", "no usable host and port"),
        ("h<b>", "no usable host and port"),
        ("h:1?key=a", "no `?` or `#` part"),
        ("h:1#x", "no `?` or `#` part"),
    ],
)
def test_a_bad_address_is_refused_in_a_sentence(text: str, words: str) -> None:
    with pytest.raises(BadAddress) as caught:
        parse_endpoint(text)
    assert words in str(caught.value)
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize(
    "text", ["http://me:hunter2@h:1", "me:hunter2@h:1/v1", "http://hunter2@h", "http://a:hunter2@h:port"]
)
def test_a_password_in_an_address_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(BadAddress) as caught:
        parse_endpoint(text)
    assert "hunter2" not in str(caught.value)


PATHS = st.lists(
    st.sampled_from(["v1", "x", "v1beta", "chat", "completions", "models", "chat/completions", ""]), max_size=5
).map("/".join)


@given(st.sampled_from(["http", "https"]), st.sampled_from(["h", "h:1", "[::1]:2"]), PATHS)
def test_the_short_form_is_read_as_the_same_address(scheme: str, host: str, path: str) -> None:
    address = parse_endpoint(f"{scheme}://{host}/{path}")
    assert parse_endpoint(address.url) == address


@given(st.text(max_size=30))
def test_any_text_is_an_address_or_a_sentence(text: str) -> None:
    try:
        address = parse_endpoint(text)
    except BadAddress as caught:
        shown = str(caught)
    else:
        shown = address.url
    assert clean_line(shown, 1000) == shown
