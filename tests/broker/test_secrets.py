"""A secret is struck out wherever it stands, however the text comes."""

import json
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aishtui.broker.secrets import Secrets

KEY = "sk-or-v1/0123456789+abcdef"


@settings(deadline=None)
@given(
    st.lists(st.sampled_from([KEY.encode(), b"s", b"sk-or-v1/", b"data: hi\n\n", b'"', KEY.upper().encode()])),
    st.data(),
)
def test_no_cutting_lets_a_secret_through_or_changes_the_length(parts: list[bytes], data: st.DataObject) -> None:
    whole = b"".join(parts)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(whole)))))
    pieces = [whole[a:b] for a, b in zip([0, *cuts], [*cuts, len(whole)], strict=True)]
    passed = b"".join(Secrets([KEY]).hidden_in(iter(pieces)))
    assert passed == Secrets([KEY]).hidden_bytes(whole)
    assert KEY.lower().encode() not in passed.lower()
    assert len(passed) == len(whole)


@pytest.mark.parametrize("form", [KEY, json.dumps(KEY), KEY.replace("/", "\\/"), quote(KEY, safe=""), KEY.upper()])
def test_it_is_known_in_every_form_it_may_be_echoed_in(form: str) -> None:
    assert "0123456789" not in Secrets([KEY]).hidden(f"<{form}>")


def test_what_holds_no_secret_passes_at_once_and_unchanged() -> None:
    arrived = Secrets([KEY]).hidden_in(iter([b"data: one\n\n", b"data: two\n\n"]))
    assert next(arrived) == b"data: one\n\n"
    assert next(arrived) == b"data: two\n\n"
    assert list(Secrets(["", "short"]).hidden_in(iter([b"short"]))) == [b"short"]


def test_a_secret_that_is_cut_short_at_the_end_is_not_let_through() -> None:
    assert b"".join(Secrets([KEY]).hidden_in(iter([b"a " + KEY[:-1].encode()]))) == b"a " + b"*" * (len(KEY) - 1)
    assert b"".join(Secrets([KEY]).hidden_in(iter([b"keys begin with ", b"sk-or"]))) == b"keys begin with sk-or"


def test_nobody_sees_it_by_printing_what_holds_it() -> None:
    assert "0123456789" not in repr(Secrets([KEY]))
