"""What an answer cost by the catalogue's prices: an estimate, for servers that do not say it themselves."""

from aishtui.chat.answers import AnswerFacts
from aishtui.chat.catalog import Catalog, CatalogEntry


def estimated_cost(facts: AnswerFacts, catalog: Catalog) -> float | None:
    """US dollars for the server's own count of tokens; None without a count or a price, and for free models."""
    entry = _entry(facts, catalog)
    if entry is None or entry.price_in is None or entry.price_out is None:
        return None
    if facts.tokens_in is None or facts.tokens_out is None:
        return None
    tokens = entry.price_in * facts.tokens_in + entry.price_out * facts.tokens_out
    return tokens + (entry.price_request or 0.0) or None


def _entry(facts: AnswerFacts, catalog: Catalog) -> CatalogEntry | None:
    """The model that answered, if the catalogue has it, else the one that was asked."""
    known = {entry.id: entry for entry in catalog.entries if entry.id in (facts.answered_model, facts.asked_model)}
    return known.get(facts.answered_model or "") or known.get(facts.asked_model)
