"""A token over plain http out of the private ranges."""

import pytest

from aishtui.endpoint.exposure import exposed
from aishtui.wire.address import parse_endpoint


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:8082", "http://localhost:8082", "http://192.168.178.20:8082", "http://10.1.2.3",
        "[fd00::1]:80",
        "http://172.31.0.1", "http://100.64.0.7:80", "http://169.254.1.1", "https://8.8.8.8", "http://no-such.invalid",
    ],
)  # fmt: skip
async def test_what_stays_private_or_is_encrypted_is_no_exposure(address: str) -> None:
    assert await exposed(parse_endpoint(address)) == ""


@pytest.mark.parametrize(
    ("address", "place"), [("http://8.8.8.8:80", "8.8.8.8"), ("[2001:4860::8888]:80", "2001:4860")]
)
async def test_plain_http_to_a_public_address_is_told_with_a_cure(address: str, place: str) -> None:
    words = await exposed(parse_endpoint(address))
    assert words.startswith(f"The token goes to {place}")
    assert "https://" in words
