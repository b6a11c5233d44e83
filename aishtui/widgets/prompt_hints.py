"""What stands in the empty prompt: the keys that matter there, and none that this terminal does not send."""

from aishtui.terminal.key_names import unheard, write_key
from aishtui.widgets.bound_keys import BoundKeys

Hints = tuple[str, ...]
"""The longest that fits is shown."""


def hints(keys: BoundKeys, more_keys: bool) -> Hints:
    """Of whichever of sending and making a new line Enter does not do. `more_keys`: the terminal sends all keys."""
    other, does = ("prompt.newline", "makes a new line") if keys.enter == "send" else ("prompt.send", "sends")
    key = sent_here(keys.keys(other), more_keys)
    first: Hints = ()
    if key:
        first = (
            f"Ask something. {key} {does}, @ adds a file, : for commands, ? for help",
            f"Ask something. {key} {does}, @ file, : commands, ? help",
        )
    short = (f"Ask. {key} {does}", f"{key} {does}") if key and keys.enter == "newline" else ()
    return (
        *first,
        *short,
        "Ask something. @ adds a file, : for commands, ? for help",
        "Ask something. @ file, : commands, ? help",
        "Ask. @ file, : commands, ? help",
        "Ask. : commands, ? help",
        ": commands",
    )


def chosen_hints(keys: BoundKeys) -> Hints:
    """While a message is marked in the conversation: Enter on nothing is for that, also where it makes new lines."""
    leave = f" {keys.name('escape')}: back." if keys.keys("escape") else ""
    return (
        f"Enter: actions of the marked message.{leave} Or ask something",
        "Enter: actions of the marked message",
        "Enter: actions",
    )


def queue_hints(keys: BoundKeys, words: str, held: bool) -> Hints:
    """While something waits to be sent; `words` say how many."""
    send, edit, back = map(keys.name, ("queue.send", "prompt.edit", "queue.take_back"))
    if held:
        return (
            f"{words}: {send} sends on, {edit} edits the last, {back} takes it back",
            f"{words}: {send} sends on, {back} takes back",
            f"{words}: {send} sends on",
        )
    return (f"{words}: {edit} edits the last, {back} takes it back", f"{words}: {edit} edits", words)


def sent_here(keys: tuple[str, ...], more_keys: bool) -> str:
    """The best key for it, as people write it; empty where this terminal sends none of them."""
    names = [key for key in keys if key.isprintable()]  # xterm's forms of a key have a name like it
    heard = [key for key in names if not unheard(key)]
    rare = [key for key in names if unheard(key)] if more_keys else []
    return write_key((rare or heard or [""])[0]) if rare or heard else ""
