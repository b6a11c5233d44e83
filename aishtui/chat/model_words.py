"""What a catalogue says of a model, in the few words a list has room for."""

from datetime import UTC, datetime, tzinfo

from aishtui.chat.catalog import CatalogEntry
from aishtui.chat.wording import count

_TRAINED = "meta.n_ctx_train"


def model_facts(entry: CatalogEntry) -> list[str]:
    """`loaded`, `131k context`, `$3 in, $15 out per M tokens`, `takes text, image`; what is unknown is left out, and
    so is that a model reads and writes text."""
    facts = [entry.status or "", _context(entry), price(entry)]
    if set(entry.modalities_in) - {"text"}:
        facts.append(f"takes {', '.join(entry.modalities_in)}")
    if set(entry.modalities_out) - {"text"}:
        facts.append(f"makes {', '.join(entry.modalities_out)}")
    return [fact for fact in facts if fact]


def price(entry: CatalogEntry) -> str:
    """`free`, `$3 in, $15 out per M tokens`, `$0.01 a request`; empty where nothing is known."""
    if entry.price_in == 0 and entry.price_out == 0 and not entry.price_request:
        return "free"
    sides = ((entry.price_in, "in"), (entry.price_out, "out"))
    tokens = [f"{dollars(value * 1e6)} {side}" for value, side in sides if value is not None]
    parts = [f"{', '.join(tokens)} per M tokens"] if tokens else []
    if entry.price_request:
        parts.append(f"{dollars(entry.price_request)} a request")
    return " and ".join(parts)


def dollars(value: float) -> str:
    """`$15`, `$1.10`, `$0.075`."""
    if value >= 1:
        return f"${value:,.2f}".removesuffix(".00")
    shown = f"{value:.4f}".rstrip("0").rstrip(".")
    return f"${shown}" if float(shown) or not value else "under $0.0001"


def tokens(length: int) -> str:
    """`8.2k`, `131k`, `1M`, `1.05M`: the size of a context."""
    if length < 100_000:
        return count(length)
    if length < 999_500:
        return f"{length / 1000:.0f}k"
    return f"{length / 1_000_000:.2f}".rstrip("0").rstrip(".") + "M"


def as_of(stamp: str, now: datetime | None = None, zone: tzinfo | None = None) -> str:
    """A UTC stamp as people say it here: `12:04` of today, else `24 Nov` or `24 Nov 2025`; empty where it is none."""
    try:
        then = datetime.fromisoformat(stamp).astimezone(zone)
    except (ValueError, OverflowError):
        return ""
    today = (now or datetime.now(UTC)).astimezone(zone)
    if then.date() == today.date():
        return f"{then:%H:%M}"
    return f"{then.day} {_MONTHS[then.month - 1]}" + (f" {then.year}" if then.year != today.year else "")


# Not strftime's: those are in the language of the locale.
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _context(entry: CatalogEntry) -> str:
    if entry.context_length is None:
        return ""
    trained = " (trained)" if entry.context_from == _TRAINED else ""
    return f"{tokens(entry.context_length)} context{trained}"
