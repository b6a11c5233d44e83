"""The endpoint's address as people write it, made whole."""

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

from aishtui.chat.clean import clean_line, clean_text
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.wire.errors import BadAddress

_GOOD = "for example `hossenfelder.fritz.box:8082` or `https://gateway.example/openai/v1`"
_ENDINGS = ("/chat/completions", "/models")
_VERSION = re.compile(r"/v\d[a-z0-9]*\Z")
_FORBIDDEN = re.compile(r"[^\w.:\-]")


@dataclass(frozen=True, slots=True)
class Address:
    """Where an endpoint is. `url` is its short form, `label` the same without the scheme, `base` what the
    protocol's paths are added to: `http://h:8082`, `h:8082`, `http://h:8082/v1`."""

    url: str
    label: str
    base: str
    host: str
    port: int
    is_loopback: bool

    @property
    def chat_url(self) -> str:
        return f"{self.base}/chat/completions"

    @property
    def models_url(self) -> str:
        return f"{self.base}/models"

    @property
    def is_https(self) -> bool:
        return self.base.startswith("https:")

    def with_scheme(self, scheme: str) -> str:
        """The short form with another scheme, to be offered to the user."""
        return f"{scheme}://{self.label}"


def parse_endpoint(text: str) -> Address:
    """The address in host:port, a base URL, with or without `/v1`, or the full `/v1/chat/completions` address.

    Without a scheme it is http. Raises BadAddress, with a sentence that never repeats a password.
    """
    text = text.strip()
    if not text:
        raise BadAddress(f"The address of the endpoint is empty; give one, {_GOOD}.")
    parts = _split(text)
    host, port = _host_and_port(parts, text)
    path = re.sub("/+", "/", parts.path).rstrip("/")
    ending = next((ending for ending in _ENDINGS if path.endswith(ending)), "")
    path = path.removesuffix(ending).rstrip("/")
    root = path if ending or _VERSION.search(path) else f"{path}/v1"
    name = f"[{host}]" if ":" in host else host
    origin = name if parts.port is None else f"{name}:{port}"
    label = origin + _short(root)
    return Address(
        url=f"{parts.scheme}://{label}",
        label=label,
        base=f"{parts.scheme}://{origin}{root}",
        host=host,
        port=port,
        is_loopback=_is_loopback(host),
    )


def _split(text: str) -> SplitResult:
    if any(char.isspace() for char in text) or clean_text(text) != text:
        raise BadAddress(f"An address has no spaces or control characters in it; {_GOOD}.")
    if "://" not in text:
        text = f"http://{_bracketed(text)}"
    try:
        parts = urlsplit(text)
        _ = parts.port  # only read here does it say that it is no number
    except ValueError:
        raise BadAddress(f"`{_shown(text)}` is not an address: look at its host and port; {_GOOD}.") from None
    if "@" in parts.netloc:
        raise BadAddress(
            "The address has a user name or password in it. Leave them out: a token belongs in AISHTUI_TOKEN or in "
            "a file that `token_file` under [endpoint] in config.toml names."
        )
    if parts.scheme not in ("http", "https"):
        raise BadAddress(f"aishtui speaks http and https, not `{clean_line(parts.scheme, 40)}`; {_GOOD}.")
    if parts.query or parts.fragment or text.endswith(("?", "#")):
        raise BadAddress(f"The address of an endpoint has no `?` or `#` part; {_GOOD}.")
    return parts


def _short(root: str) -> str:
    """The shortest path that is read as `root` again."""
    if not _VERSION.search(root):
        return f"{root}/chat/completions"
    without = root.removesuffix("/v1")
    return root if _VERSION.search(without) or without.endswith(_ENDINGS) else without


def _bracketed(text: str) -> str:
    """A bare IPv6 address in the brackets that a URL wants."""
    try:
        return f"[{ipaddress.IPv6Address(text)}]"
    except ValueError:
        return text


def _host_and_port(parts: SplitResult, text: str) -> tuple[str, int]:
    host = parts.hostname or ""
    if not host or parts.port == 0 or not _is_host(host):
        raise BadAddress(f"`{_shown(text)}` has no usable host and port; {_GOOD}.")
    return host, parts.port or (443 if parts.scheme == "https" else 80)


def _is_host(host: str) -> bool:
    if ":" in host:
        try:
            ipaddress.IPv6Address(host)
        except ValueError:
            return False
        return True
    if _FORBIDDEN.search(host):
        return False
    try:
        host.encode("idna")  # what name lookup will do: labels of 1 to 63 characters
    except UnicodeError:
        return False
    return True


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _shown(text: str) -> str:
    """The address for a message; whatever might be a password in it is left out."""
    scheme, mark, rest = text.rpartition("://")
    return clean_line(f"{scheme}{mark}{rest.rpartition('@')[2]}", 200)
