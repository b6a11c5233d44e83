"""Everything that `config.toml` may hold: the reader, the commented default file, `aishtui config` and the reference
page in `docs/` are made of this."""

from operator import attrgetter
from typing import Any, Generic, NamedTuple, TypeVar, get_args

from aishtui.chat.presets import CLOUD_PREFIXES as PREFIXES
from aishtui.store import config_kinds as kinds
from aishtui.store.clipboard_config import ROUTES
from aishtui.store.config import Config, EnterDoes, OnHangup, WhenDone
from aishtui.store.config_kinds import Kind, one_of
from aishtui.store.toml_lines import KeyPath, dotted

T = TypeVar("T")
DEFAULT_ENDPOINT = "http://hossenfelder.fritz.box:8082"
_ON_HANGUP: tuple[OnHangup, ...] = get_args(OnHangup)
_WHEN_DONE: tuple[WhenDone, ...] = get_args(WhenDone)
_ENTER: tuple[EnterDoes, ...] = get_args(EnterDoes)


class Setting(NamedTuple, Generic[T]):
    """One key. `field` is its place in `Config` (empty within an array of tables). `example` is a value as TOML has it:
    the default, unless `without` says what holds without the key. `live`: a running aishtui can take another value."""

    path: KeyPath
    field: str
    kind: Kind[T]
    example: str
    help: str
    without: str = ""
    live: bool = True

    @property
    def name(self) -> str:
        return dotted(self.path)

    def of(self, config: Config) -> T:
        """Its value in `config`."""
        value: T = attrgetter(self.field)(config)
        return value


class Section(NamedTuple):
    """A table of the file; without a name what stands before all tables. `many`: an array of tables. `lines` are
    examples where the keys are not ours to list."""

    path: KeyPath
    help: str
    settings: tuple[Setting[Any], ...] = ()
    many: bool = False
    lines: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(setting.path[-1] for setting in self.settings)


THEME = Setting(
    ("theme",), "theme", kinds.TEXT, '"dusk"',
    "The colours: dusk, paper, contrast, terminal, mono, plain, one of Textual's, or one of your own in themes/.",
    without="dusk, or plain where there are no colours",
)  # fmt: skip

URL = Setting(
    ("endpoint", "url"), "endpoint_url", kinds.TEXT, f'"{DEFAULT_ENDPOINT}"',
    'The broker\'s address: host:port, a base URL, or …/v1; or "embedded" for the broker that aishtui brings along.',
    without=f'"{DEFAULT_ENDPOINT}"',
)  # fmt: skip
TOKEN_FILE = Setting(
    ("endpoint", "token_file"), "secrets.token_file", kinds.PATH, '"~/.config/aishtui/token"',
    "A bearer token, if the broker wants one: a file that holds it alone. AISHTUI_TOKEN comes before it.",
    without="no token",
)  # fmt: skip
TOKEN_COMMAND = Setting(
    ("endpoint", "token_command"), "secrets.token_command", kinds.COMMAND, '"pass show llm/hossenfelder"',
    "Or what prints it, run without a shell.", without="no token",
)  # fmt: skip
HEADERS = Setting(
    ("endpoint", "headers"), "secrets.headers", kinds.HEADERS, '{ "X-Team" = "lab" }',
    "Headers that go with every request to that address, and to no other.", without="none",
)  # fmt: skip
CLOUD_PREFIXES = Setting(
    ("endpoint", "cloud_prefixes"), "cloud_prefixes", kinds.TEXTS, str(list(PREFIXES)).replace("'", '"'),
    "Ids that begin so are expected to be answered by a cloud.",
)  # fmt: skip

_FALLBACK: KeyPath = ("endpoint", "fallbacks")
FALLBACK_NAME = Setting(
    (*_FALLBACK, "name"), "", kinds.TEXT, '"boltzmann"', "What it is called in the answers.", without="needed",
)  # fmt: skip
FALLBACK_URL = Setting(
    (*_FALLBACK, "url"), "", kinds.TEXT, '"http://boltzmann.fritz.box:8083"', "Its address.", without="needed",
)  # fmt: skip
FALLBACK_MODELS = Setting(
    (*_FALLBACK, "models"), "", kinds.MODELS, '["llama-3.1-8b-instruct"]', "The ids it is asked for.", without="needed",
)  # fmt: skip
FALLBACK_TOKEN_FILE = Setting(
    (*_FALLBACK, "token_file"), "", kinds.PATH, '"~/.config/aishtui/boltzmann-token"', "A token of its own, in a file.",
    without="no token",
)  # fmt: skip
FALLBACK_TOKEN_COMMAND = Setting(
    (*_FALLBACK, "token_command"), "", kinds.COMMAND, '"pass show llm/boltzmann"', "Or what prints that.",
    without="no token",
)  # fmt: skip
FALLBACK_HEADERS = Setting(
    (*_FALLBACK, "headers"), "", kinds.HEADERS, '{ "X-Team" = "lab" }', "Headers of its own.", without="none",
)  # fmt: skip

ON_HANGUP = Setting(
    ("engine", "on_hangup"), "on_hangup", one_of(_ON_HANGUP), '"finish"',
    'When the terminal goes away: "finish" lets answers complete, "stop" ends them. Their text is kept either way.',
    live=False,
)  # fmt: skip
HANGUP_LIMIT = Setting(
    ("engine", "hangup_limit_minutes"), "hangup_limit_s", kinds.MINUTES, "15",
    "So long they may take to complete then.", live=False,
)  # fmt: skip
ENTER = Setting(
    ("prompt", "enter"), "enter", one_of(_ENTER), '"send"',
    '"newline": Enter makes a new line, and Ctrl+J (or Alt+Enter, or Ctrl+Enter where the terminal sends it) sends.',
)  # fmt: skip
KEEP_DAYS = Setting(
    ("store", "keep_days"), "keep_days", kinds.days(0), "0",
    "Conversations without a new message for so many days are deleted; 0 keeps all of them. Those that are pinned or "
    "open in a tab stay.",
    live=False,
)  # fmt: skip
DELETED_DAYS = Setting(
    ("store", "deleted_days"), "deleted_days", kinds.days(1), "30",
    "What is deleted, by that or by you, can be had back for so many days and is gone then.", live=False,
)  # fmt: skip
ROUTE = Setting(
    ("clipboard", "route"), "clipboard.route", one_of(ROUTES), '"auto"',
    '"auto" copies by all ways that fit this terminal. Or the one that works here, and no other: "tmux" (its buffer), '
    '"osc52" (sent to the terminal), "osc52-tmux" or "osc52-screen" (the same, wrapped for tmux\'s allow-passthrough '
    'or for GNU screen), "desktop" (this computer\'s clipboard, also over SSH), "file" (last-copy.md alone, which is '
    "written in any case).",
)  # fmt: skip
LIMIT = Setting(
    ("clipboard", "limit"), "clipboard.limit", kinds.BYTES, "74000",
    "More bytes than this, in base64, are not sent to the terminal: some lose all of it. 0: there is no limit.",
)  # fmt: skip
TITLE = Setting(
    ("terminal", "title"), "title", kinds.SWITCH, "true", "The window's title says how the tabs stand.",
)  # fmt: skip
LOW_BANDWIDTH = Setting(
    ("terminal", "low_bandwidth"), "low_bandwidth", kinds.SWITCH, "true",
    "Fewer frames and nothing that moves for looks; without this line, where the terminal is reached over SSH.",
    without="true over SSH, else false",
)  # fmt: skip
PLAIN_OUTPUT = Setting(
    ("terminal", "plain_output"), "plain_output", kinds.SWITCH, "false",
    "Only what changes is sent, and what moves is moved by the terminal. Where that shows something wrong, true sends "
    "whole frames.",
    live=False,
)  # fmt: skip
MOUSE = Setting(
    ("terminal", "mouse"), "mouse", kinds.SWITCH, "true",
    "false leaves the mouse to the terminal, as in GNU screen without this line; Alt+M or :mouse takes it.",
    without="true, but false in GNU screen",
)  # fmt: skip
WHEN_DONE = Setting(
    ("notice", "when_done"), "when_done", one_of(_WHEN_DONE), '"bell"',
    'What tells you that a long answer has ended while you look elsewhere: "bell", "osc9" (iTerm2, WezTerm, Windows '
    'Terminal), "osc777" (foot, Ghostty, urxvt) or "off".',
)  # fmt: skip
AFTER_SECONDS = Setting(
    ("notice", "after_seconds"), "notice_after_s", kinds.SECONDS, "20", "And how long it must have taken.",
)  # fmt: skip

FALLBACKS = Section(
    _FALLBACK,
    "Failover is the broker's job. Only where no connection to the broker itself can be made, an entry like this one "
    "is asked instead, for the models it names and no other: a llamafile takes no notice of the model's name. It gets "
    "a token of its own or none, never the broker's.",
    (
        FALLBACK_NAME, FALLBACK_URL, FALLBACK_MODELS, FALLBACK_TOKEN_FILE, FALLBACK_TOKEN_COMMAND, FALLBACK_HEADERS,
    ),
    many=True,
)  # fmt: skip

SECTIONS: tuple[Section, ...] = (
    Section((), "", (THEME,)),
    Section(
        ("endpoint",), "Whom aishtui asks, and what goes with it.",
        (URL, TOKEN_FILE, TOKEN_COMMAND, HEADERS, CLOUD_PREFIXES),
    ),
    FALLBACKS,
    Section(("engine",), "What becomes of answers when the terminal goes.", (ON_HANGUP, HANGUP_LIMIT)),
    Section(("prompt",), "The prompt.", (ENTER,)),
    Section(
        ("keys",),
        'Other keys for actions: one, a list of them, or "" for none. The list of commands (Ctrl+P) says what each '
        "action is called here, and so does the manual.",
        lines=('"answer.copy" = "Alt+C"', '"tab.new" = ["F12", "Alt+T"]', '"app.suspend" = ""'),
    ),
    Section(("store",), "What is not kept for ever.", (KEEP_DAYS, DELETED_DAYS)),
    Section(("clipboard",), "Where a copy goes.", (ROUTE, LIMIT)),
    Section(("terminal",), "What is sent to the terminal.", (TITLE, LOW_BANDWIDTH, PLAIN_OUTPUT, MOUSE)),
    Section(("notice",), "What tells you of an answer.", (WHEN_DONE, AFTER_SECONDS)),
)  # fmt: skip

SETTINGS: tuple[Setting[Any], ...] = tuple(
    setting for section in SECTIONS if not section.many for setting in section.settings
)
"""Those that are there once."""

TOP = tuple(dict.fromkeys(key for section in SECTIONS for key in (section.path or section.keys)[:1]))
"""What may stand at the top of the file."""


def keys_under(table: str) -> tuple[str, ...] | None:
    """The keys of the table of that name; None: it is none of ours, or the keys in it are not ours to list."""
    section = next((section for section in SECTIONS if section.path == (table,)), None)
    if section is None or section.lines:
        return None
    return (*section.keys, *(inner.path[1] for inner in SECTIONS if len(inner.path) > 1 and inner.path[0] == table))


def at_home(key: str) -> Setting[Any] | None:
    """The setting whose last name is `key`, wherever it belongs; None: there is none, or more than one."""
    found = [setting for setting in SETTINGS if setting.path[-1] == key]
    return found[0] if len(found) == 1 else None
