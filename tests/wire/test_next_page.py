"""Where a list goes on, and which addresses are asked for it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aishtui.wire.next_page import next_page, resolved

HERE = "https://h:8082/api/v1/models"


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"links": {"next": "/api/v1/models?offset=500"}}, "/api/v1/models?offset=500"),
        ({"links": {"next": {"href": "?page=2"}}}, "?page=2"),
        ({"next": "https://h:8082/x"}, "https://h:8082/x"),
        ({"links": {"next": None}, "next": "?b"}, "?b"),
        ({"has_more": True, "last_id": "a/b c"}, "?after_id=a%2Fb%20c"),
        ({"has_more": False, "last_id": "a"}, None),
        ({"has_more": True}, None),
        ({"links": {"next": None}}, None),
        ({"links": {"next": ""}}, None),
        ({"links": ["x"], "next": 2}, None),
        ({"next": "x" * 5000}, None),
        ({}, None),
    ],
)
def test_the_next_page_is_found_where_servers_name_it(fields: dict[str, Any], found: str | None) -> None:
    assert next_page(fields) == found


@pytest.mark.parametrize(
    ("next_", "url"),
    [
        ("?offset=500", "https://h:8082/api/v1/models?offset=500"),
        ("/other?x=1#top", "https://h:8082/other?x=1"),
        ("https://h:8082/api/v1/models?offset=500", "https://h:8082/api/v1/models?offset=500"),
        ("https://H:8082/x", "https://H:8082/x"),
        ("https://other:8082/x", None),
        ("//other:8082/x", None),
        ("http://h:8082/x", None),
        ("https://h/x", None),
        ("https://user@h:8082/x", None),
        ("https://h:8082@other/x", None),
        ("https://h:99999/x", None),
        ("https://[h/x", None),
        ("ftp://h:8082/x", None),
        ("/a b", None),
        ("/ä", None),
        ("/a\x1b[2J", None),
    ],
)
def test_only_the_same_server_is_asked(next_: str, url: str | None) -> None:
    assert resolved(HERE, next_) == url


def test_the_usual_port_may_be_left_out() -> None:
    assert resolved("https://h/v1/models", "https://h:443/v1/models?p=2") == "https://h:443/v1/models?p=2"


@given(st.text(max_size=40))
def test_whatever_it_says_no_other_server_is_asked(next_: str) -> None:
    url = resolved(HERE, next_)
    assert url is None or url.casefold().startswith("https://h:8082")
