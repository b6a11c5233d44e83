"""What the user can do, with the keys, the words and the typed command for it."""

from aishtui.chat.lazy_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Action:
    """One thing the user can do. `keys` are Textual's key names, the first is the one that is shown."""

    id: str
    """Verb with a dotted scope: `answer.copy`."""
    label: str
    keys: tuple[str, ...] = ()
    shown: str = ""
    """The key as people write it."""
    command: str = ""
    """The command's form as typed in the prompt: `:copy`."""
    help: str = ""
    bound: bool = True
    """False: a widget handles the key itself, and it stands here for the help alone."""
    in_columns: bool = False
    """Its keys are its own only while a comparison is in front, and otherwise whoever's they are besides."""
    always: str = ""
    """A key that a widget handles, as it is written; it stays whatever else the action is bound to."""
    in_form: bool = False
    """Of the preset editor: its keys do that there, and elsewhere whatever else they are bound to."""

    @property
    def method(self) -> str:
        """The name of the screen's action method, without `action_`."""
        return self.id.replace(".", "_")
