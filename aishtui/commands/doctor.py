"""`aishtui doctor`: what is known of this installation, and with `--live` whether the broker does what it should."""

import signal
import threading
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping
from concurrent.futures import wait
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from aishtui.chat.clean import clean_line
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.presets import Preset, is_cloud_id, not_sendable
from aishtui.commands.checks import endpoint, here
from aishtui.commands.checks.finding import not_ok
from aishtui.commands.checks.report import CannotPrint, Report
from aishtui.commands.live import address as live_address
from aishtui.commands.live import course
from aishtui.commands.live.asker import LIMIT_S
from aishtui.commands.live.run import Run
from aishtui.commands.output import STOPPED, USAGE
from aishtui.commands.settings import Settings
from aishtui.commands.stopping import SIGNAL_S
from aishtui.commands.words import unknown_preset
from aishtui.endpoint.client import EndpointClient
from aishtui.endpoint.errors import BadToken
from aishtui.engine.embedded import EmbeddedBroker, EmbeddedBrokerFailed
from aishtui.engine.link import EMBEDDED
from aishtui.engine.loop_thread import LoopThread
from aishtui.wire.address import Address, parse_endpoint

CLOSE_S = 3.0


@dataclass(frozen=True, slots=True)
class Order:
    """What the doctor was told to look at; at most one of preset and model is set, and only with `live`."""

    live: bool = False
    cloud: bool = False
    as_json: bool = False
    clipboard: bool = False
    """To try it, with the user; not with `live`."""
    preset: str | None = None
    model: str | None = None
    limit_s: float = LIMIT_S
    """For one answer."""


class _WrongUsage(Exception):
    """What is wrong with the order, as a sentence."""


def run_doctor(settings: Settings, order: Order, environment: Mapping[str, str], out: TextIO, notes: TextIO) -> int:
    """Look and print; returns the exit status (0 all in order, 1 not all, 2 usage, 130 stopped)."""
    try:
        wanted = _wanted(settings, order)
    except _WrongUsage as problem:
        print(f"aishtui: {problem}", file=notes)
        return USAGE
    report = Report(out, order.as_json, course.WIDTH if order.live else here.WIDTH)
    try:
        stopped = _looked(settings, order, wanted, environment, report, notes)
        report.finish()
    except CannotPrint as reason:
        print(f"aishtui: the findings could not be written: {reason}.", file=notes)
        return 1
    return STOPPED if stopped else 0 if report.all_well else 1


def _wanted(settings: Settings, order: Order) -> course.Wanted:
    if not order.live and (order.cloud or order.preset or order.model):
        raise _WrongUsage("Models are asked only with --live: --cloud, -p and -m belong to it.")
    if order.live and order.clipboard:
        raise _WrongUsage("--clipboard looks at what is here, --live at the broker: one at a time.")
    preset = _named(settings, order)
    if preset is not None and (refusal := not_sendable(preset, settings.config.cloud_prefixes)):
        raise _WrongUsage(f"{clean_line(preset.name, 60)}: {refusal}")
    if preset is None or not is_cloud_id(preset.model, settings.config.cloud_prefixes):
        return course.Wanted(preset, None, order.cloud, order.limit_s)
    if not order.cloud:
        raise _WrongUsage(
            f"{clean_line(preset.model, 60)} is a cloud model, which costs money: --cloud allows to ask it."
        )
    return course.Wanted(None, preset, order.cloud, order.limit_s)


def _named(settings: Settings, order: Order) -> Preset | None:
    if order.model is not None:
        return Preset.of_model(order.model)
    if order.preset is None:
        return None
    found = next((preset for preset in settings.presets if preset.name == order.preset), None)
    if found is None:
        raise _WrongUsage(unknown_preset(order.preset, settings.presets))
    return found


def _looked(
    settings: Settings,
    order: Order,
    wanted: course.Wanted,
    environment: Mapping[str, str],
    report: Report,
    notes: TextIO,
) -> bool:
    """All findings into `report`; True if the user stopped it."""

    def note(words: str) -> None:
        print(f"aishtui: {clean_line(words)}", file=notes, flush=True)

    async def ask_live(address: Address, client: EndpointClient) -> None:
        run = Run(
            address,
            client,
            report.token,
            lambda token: _with_token(settings, address, token),
            settings.presets,
            settings.config.cloud_prefixes,
            note,
        )
        await course.examine(run, wanted, report.add)

    async def ask(_: Address, client: EndpointClient) -> None:
        await here.examine_endpoint(settings, environment, client, report.add)

    if order.live:
        for problem in settings.problems:
            note(str(problem))
    try:
        with _stoppable():
            if order.live:
                _asked(settings, report, live_address.POINT, ask_live)
            else:
                here.examine_files(settings, report.add)
                _asked(settings, report, endpoint.ANSWERS, ask)
                here.examine_terminal(settings, environment, order.clipboard, report.add)
    except KeyboardInterrupt:
        return True
    return False


def _asked(
    settings: Settings, report: Report, point: str, ask: Callable[[Address, EndpointClient], Awaitable[None]]
) -> None:
    """Has the endpoint asked; an embedded broker that does not start is the finding of `point`."""

    async def asked(address: Address) -> None:
        client, report.token = _client(settings, address)
        try:
            await ask(address, client)
        finally:
            await client.aclose()

    try:
        with _endpoint(settings.choice, settings.access.broker_file) as address:
            _wait_for(asked(address))
    except EmbeddedBrokerFailed as problem:
        report.add(not_ok(point, str(problem)))


def _client(settings: Settings, address: Address) -> tuple[EndpointClient, str]:
    """The workbench's client for the address, and the token it sends there: to be hidden wherever it turns up."""
    credentials = settings.access.credentials_for(address)
    source = credentials.token
    try:
        token = (source() or "").strip() if source is not None else ""
    except BadToken:
        token = ""  # the client says so when it is first used
    return EndpointClient(address, source, headers=credentials.headers), token


def _with_token(settings: Settings, address: Address, token: str) -> EndpointClient:
    """The same with another token."""
    return EndpointClient(address, lambda: token, headers=settings.access.credentials_for(address).headers)


@contextmanager
def _endpoint(choice: str, broker_file: Path | None) -> Iterator[Address]:
    """Where to ask; an embedded broker lives as long as the context. Raises EmbeddedBrokerFailed."""
    if choice != EMBEDDED:
        yield parse_endpoint(choice)
        return
    broker = EmbeddedBroker(broker_file)
    try:
        yield parse_endpoint(broker.url())
    finally:
        broker.close()


@contextmanager
def _stoppable() -> Iterator[None]:
    """SIGTERM stops as Ctrl+C does: with KeyboardInterrupt."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, signal.default_int_handler) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _wait_for(work: Coroutine[None, None, None]) -> None:
    """Run `work` in a loop of its own: a name look-up that hangs in a worker thread must not hold up Ctrl+C."""
    loop = LoopThread("doctor")
    loop.start()
    try:
        future = loop.run(work)
        while not future.done():
            wait((future,), SIGNAL_S)
        future.result()
    finally:
        loop.stop(CLOSE_S)
