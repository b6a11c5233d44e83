"""Text on a terminal whose encoding has not all of its characters."""

import pytest
from rich.cells import cell_len

from aishtui.terminal.plain_letters import ERRORS


@pytest.mark.parametrize(
    ("text", "encoding", "shown"),
    [
        ("─│┼ • → “ü” …", "ascii", '-|+ * > "?" .'),
        ("─ Grüße · 日本", "latin-1", "- Grüße · ????"),
        ("e\u0301 x", "ascii", "e x"),
        ("ascii stays", "ascii", "ascii stays"),
    ],
)
def test_every_sign_is_as_wide_as_what_it_stands_for(text: str, encoding: str, shown: str) -> None:
    sent = text.encode(encoding, ERRORS).decode(encoding)
    assert sent == shown
    assert cell_len(sent) == cell_len(text)


def test_what_cannot_be_decoded_is_no_business_of_it() -> None:
    with pytest.raises(UnicodeDecodeError):
        b"\xff".decode("utf-8", ERRORS)
