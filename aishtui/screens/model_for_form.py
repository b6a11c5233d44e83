"""The list of models over the preset editor: what is picked goes into its form."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from aishtui.chat.often_used import PickKind
from aishtui.screens.picking import Picking

if TYPE_CHECKING:  # start-up: no list is opened before the first paint
    from aishtui.screens.pick_source import Picked


class ModelForForm(Picking):
    """No tab changes by it."""

    def pick_model_for_form(self, typed: str, put: Callable[[str], None]) -> None:
        """`put` is given the id that was picked. What stands in the form and is listed is what the list begins with;
        what is not listed is looked for in it."""
        catalog = self.engine.catalog
        listed = catalog is not None and any(entry.id == typed for entry in catalog.entries)

        def picked(what: "Picked") -> None:
            self._used(PickKind.MODEL, what.entry.key)
            put(what.entry.key)

        self._pick_from_models(partial(self._model_source, typed), picked, "" if listed else typed)
