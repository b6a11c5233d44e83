"""What the broker can be told: where it listens, whom it asks, and what goes to the cloud."""

from dataclasses import dataclass, field

from aishtui.wire.address import Address, parse_endpoint

HOST = "127.0.0.1"
PORT = 8082
CONNECT_S = 5.0
OPENROUTER = "https://openrouter.ai/api/v1"
KEY_ENV = "OPENROUTER_API_KEY"

CLOUD_PREFIXES: tuple[str, ...] = (
    "anthropic/", "openai/", "mistralai/", "qwen/", "google/", "meta-llama/", "deepseek/", "x-ai/", "cohere/",
    "nvidia/", "microsoft/", "perplexity/", "amazon/", "moonshotai/", "z-ai/", "nousresearch/", "openrouter/",
)  # fmt: skip
"""The same ones by which aishtui marks an id "cloud"; a test compares them."""

CLOUD_MODELS = ("anthropic/claude-sonnet-4.6", "anthropic/claude-opus-4.7", "anthropic/claude-haiku-4.5")
"""Those of the presets that ship."""


@dataclass(frozen=True, slots=True)
class OwnHeader:
    """A header of the broker's own for a backend. `source` is where its value came from: `env NAME`, `file PATH`,
    or empty where the configuration itself holds it."""

    name: str
    value: str = field(repr=False)
    source: str = ""
    secret: bool = True
    is_token: bool = False
    """`Authorization: Bearer …`; `source` is then that of the token."""


@dataclass(frozen=True, slots=True)
class BackendConfig:
    """A model server by name. `models` are the ids it may answer for; empty: those it lists."""

    name: str
    address: Address
    models: tuple[str, ...] = ()
    headers: tuple[OwnHeader, ...] = ()


@dataclass(frozen=True, slots=True)
class CloudConfig:
    """`models` are offered in the catalogue; any id with one of `prefixes` may be asked. Without a `key`: none."""

    models: tuple[str, ...] = CLOUD_MODELS
    prefixes: tuple[str, ...] = CLOUD_PREFIXES
    address: Address = field(default_factory=lambda: parse_endpoint(OPENROUTER))
    key_env: str = KEY_ENV
    key: str = field(default="", repr=False)

    def has_prefix(self, model: str) -> bool:
        return model.startswith(self.prefixes)

    @property
    def name(self) -> str:
        """`openrouter`, or the host of another gateway."""
        return "openrouter" if self.address.host == "openrouter.ai" else self.address.label.partition("/")[0]


@dataclass(frozen=True, slots=True)
class BrokerConfig:
    host: str = HOST
    port: int = PORT
    discovery: bool = True
    connect_s: float = CONNECT_S
    """For a connection to a backend; what it takes to answer afterwards is not limited."""
    backends: tuple[BackendConfig, ...] = ()
    cloud: CloudConfig = field(default_factory=CloudConfig)
