"""Which endpoint is used, who said so, and whether it answers. No model is asked."""

from collections.abc import Mapping

from aishtui.chat.presets import is_cloud_id
from aishtui.chat.wording import plural
from aishtui.commands.checks.finding import Finding, not_offered, not_ok, ok
from aishtui.commands.settings import Settings
from aishtui.commands.words import cure_here
from aishtui.endpoint.client import EndpointClient
from aishtui.endpoint.errors import EndpointError

CHOICE = "endpoint"
ANSWERS = "endpoint answers"
BACKEND = "X-LLM-Backend"


def check_choice(settings: Settings, environment: Mapping[str, str], url: str) -> Finding:
    return ok(CHOICE, f"{url}, {_said_by(settings, environment)}")


async def check_answers(settings: Settings, client: EndpointClient) -> Finding:
    try:
        catalog = await client.catalog()
    except EndpointError as error:
        return not_ok(ANSWERS, error.problem, cure_here(error.cure))
    cloud = sum(is_cloud_id(entry.id, settings.config.cloud_prefixes) for entry in catalog.entries)
    local = len(catalog.entries) - cloud
    more = "; `aishtui doctor --live` asks a model" if catalog.entries else ""
    return ok(ANSWERS, f"{plural(len(catalog.entries), 'model')}: {local} local, {cloud} cloud by prefix{more}")


def check_backend(client: EndpointClient) -> Finding:
    """To be asked once it has sent its list."""
    if client.listed_by is not None:
        return ok(BACKEND, f"“{client.listed_by}”, with the list of models")
    return not_offered(
        BACKEND, "not with the list of models", "`aishtui doctor --live` looks whether answers name their backend."
    )


def _said_by(settings: Settings, environment: Mapping[str, str]) -> str:
    """Who decided, in the order of `settings.read_settings`."""
    if settings.options.embedded:
        return "by --embedded"
    if settings.options.endpoint:
        return "by --endpoint"
    if environment.get("AISHTUI_ENDPOINT"):
        return "by AISHTUI_ENDPOINT"
    if settings.config.endpoint_url and not any(problem.key == "endpoint.url" for problem in settings.problems):
        return f"by {settings.config_dir / 'config.toml'}"
    return "the default"
