"""What a run is to use: option before environment before config.toml before default."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from aishtui.chat.file_problem import FileProblem
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.preset_book import PresetBook
from aishtui.chat.presets import Preset
from aishtui.commands.key_settings import bound_keys
from aishtui.commands.token_command import TokenCommand
from aishtui.endpoint.errors import BadToken
from aishtui.engine.access import Access, Credentials, Fallback
from aishtui.engine.link import EMBEDDED
from aishtui.store import paths
from aishtui.store.config import Config, Secrets
from aishtui.store.config_file import load_config
from aishtui.store.config_table import DEFAULT_ENDPOINT
from aishtui.store.errors import BadFile, StoreError
from aishtui.store.presets_file import load_config_presets
from aishtui.store.token_file import read_token, token_file_problem
from aishtui.widgets.bound_keys import BoundKeys
from aishtui.wire.address import Address, parse_endpoint
from aishtui.wire.errors import BadAddress


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line said; None and empty where it said nothing."""

    endpoint: str | None = None
    embedded: bool = False
    presets: tuple[str, ...] = ()
    model: str | None = None
    new: bool = False
    theme: str | None = None
    config_dir: Path | None = None
    data_dir: Path | None = None
    compare: str = ""
    plain_output: bool = False


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything read and decided before the parts are built. `problems` are for the user to see."""

    options: Options
    config_dir: Path
    data_dir: Path
    choice: str
    """An address, or `embedded`."""
    config: Config
    presets: tuple[Preset, ...]
    problems: tuple[FileProblem, ...]
    access: Access
    keys: BoundKeys
    book: PresetBook
    """`presets`, with where each value comes from."""


def read_settings(options: Options, environment: Mapping[str, str], held: Config | None = None) -> Settings:
    """Read the files and decide. Broken files are problems in the result; where config.toml is wrong, what `held` has
    stays, else the defaults hold. Raises wire.errors.BadAddress."""
    config_dir = paths.config_dir(options.config_dir or _path(environment.get("AISHTUI_CONFIG_DIR")))
    data_dir = paths.data_dir(options.data_dir or _path(environment.get("AISHTUI_DATA_DIR")))
    loaded = load_config(config_dir / "config.toml", held)
    presets = load_config_presets(config_dir)
    config = loaded.config
    choice, bad_address = _choice(options, environment, config)
    if bad_address and held is not None:
        # What is meant for an address that is none goes to no other.
        config = replace(config, endpoint_url=held.endpoint_url, secrets=held.secrets)
        choice, _ = _choice(options, environment, config)
        bad_address = f"{bad_address} What held before still holds."
    elif bad_address:
        bad_address = f"{bad_address} {DEFAULT_ENDPOINT} is used instead."
    keys, bad_keys = bound_keys(config.keys, config.enter)
    problems = (*loaded.problems, *presets.problems, *bad_keys)
    access, bad_fallbacks = _access("" if bad_address and held is None else choice, environment, config)
    problems = (*problems, *_token_problems(config), *bad_fallbacks)
    broker = broker_file(config_dir)
    if broker is not None and choice == EMBEDDED:
        problems = (*problems, *broker_problems(broker, environment))
    if bad_address:
        problems = (*problems, loaded.file.problem(("endpoint", "url"), bad_address))
    return Settings(
        options,
        config_dir,
        data_dir,
        choice,
        config,
        presets.presets,
        problems,
        replace(access, broker_file=broker),
        keys,
        presets.book,
    )


def broker_file(config_dir: Path) -> Path | None:
    """`broker.toml`, if there is one."""
    path = config_dir / "broker.toml"
    return path if path.exists() else None


def broker_problems(path: Path, environment: Mapping[str, str]) -> tuple[FileProblem, ...]:
    """What the embedded broker, which has no place to say it, makes nothing of."""
    from aishtui.broker.config_file import read_config  # start-up: few have such a file

    mistakes = read_config(path, environment).mistakes
    return tuple(FileProblem(mistake.path, mistake.line, mistake.key, mistake.problem) for mistake in mistakes)


def _token_problems(config: Config) -> tuple[FileProblem, ...]:
    """What is wrong with the tokens' files: they cannot be read, or everybody can."""
    secrets = (config.secrets, *(fallback.secrets for fallback in config.fallbacks))
    found = (_token_file_problem(known.token_file) for known in secrets if known.token_file is not None)
    return tuple(problem for problem in found if problem is not None)


def _token_file_problem(path: Path) -> FileProblem | None:
    try:
        read_token(path)
    except BadFile as error:
        return error.where
    return token_file_problem(path)


def _path(text: str | None) -> Path | None:
    return Path(text).expanduser() if text else None


def _choice(options: Options, environment: Mapping[str, str], config: Config) -> tuple[str, str]:
    """The address or `embedded`, and a sentence if the one in config.toml is none: then the default is used."""
    if options.embedded:
        return EMBEDDED, ""
    named = options.endpoint or environment.get("AISHTUI_ENDPOINT")
    if named:
        return _checked(named), ""
    if config.endpoint_url:
        try:
            return _checked(config.endpoint_url), ""
        except BadAddress as error:
            return DEFAULT_ENDPOINT, str(error)
    return DEFAULT_ENDPOINT, ""


def _checked(choice: str) -> str:
    return choice if choice == EMBEDDED else parse_endpoint(choice).url


def _access(choice: str, environment: Mapping[str, str], config: Config) -> tuple[Access, tuple[FileProblem, ...]]:
    """The token of the environment belongs to the endpoint this run was configured with; what stands in config.toml
    belongs to the address it stands beside. No other endpoint gets it: neither one swapped in later, nor the default
    that replaces a bad address (`choice` is empty then), nor a fallback, which has its own."""
    token = environment.get("AISHTUI_TOKEN")
    of_environment, of_file = _owner(choice), _owner(config.endpoint_url or choice)
    in_file = _credentials(config.secrets)
    fallbacks, problems = _fallbacks(config)

    def credentials_for(address: Address) -> Credentials:
        found = in_file if address.url == of_file else Credentials()
        if token and address.url == of_environment:
            return replace(found, token=lambda: token)
        return found

    def fallbacks_for(address: Address) -> tuple[Fallback, ...]:
        return tuple(known for known in fallbacks if known.address.url != address.url) if address.url == of_file else ()

    return Access(credentials_for, fallbacks_for), problems


def _credentials(secrets: Secrets) -> Credentials:
    path = secrets.token_file

    def from_file() -> str:
        assert path is not None
        try:
            return read_token(path)
        except StoreError as error:
            raise BadToken(str(error)) from error

    if path is not None:
        return Credentials(from_file, secrets.headers)
    return Credentials(TokenCommand(secrets.token_command) if secrets.token_command else None, secrets.headers)


def _fallbacks(config: Config) -> tuple[tuple[Fallback, ...], tuple[FileProblem, ...]]:
    found: list[Fallback] = []
    problems: list[FileProblem] = []
    for entry in config.fallbacks:
        try:
            address = parse_endpoint(entry.url)
        except BadAddress as error:
            problems.append(replace(entry.where, problem=f"{error} The entry is not used."))
            continue
        found.append(Fallback(entry.name, address, frozenset(entry.models), _credentials(entry.secrets)))
    return tuple(found), tuple(problems)


def _owner(choice: str) -> str | None:
    try:
        return None if choice == EMBEDDED else parse_endpoint(choice).url
    except BadAddress:
        return None
