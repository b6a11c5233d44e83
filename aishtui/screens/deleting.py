"""One place in which everything that deletes remembers what it deleted."""

from aishtui.engine.engine import Engine
from aishtui.screens.chosen_message import ChosenMessage
from aishtui.screens.deleted import Deleted
from aishtui.screens.surroundings import Surroundings


class Deleting(ChosenMessage):
    """What is deleted in a run can be had back in it."""

    def __init__(self, engine: Engine, surroundings: Surroundings) -> None:
        super().__init__(engine, surroundings)
        self._deleted = Deleted()
