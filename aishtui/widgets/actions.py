"""Every action with its id, keys, words and typed command: the key map, help, palette and docs are made of this."""

from aishtui.widgets.action import Action
from aishtui.widgets.form_actions import FORM_ACTIONS

ACTIONS: tuple[Action, ...] = (
    Action("prompt.send", "Send", ("enter",), "Enter", help="send the prompt to this tab's preset", bound=False),
    Action(
        "prompt.newline", "New line", ("ctrl+j",), "Ctrl+J",
        help="also Shift+Enter where the terminal sends it, and where Enter sends, a trailing \\ before it",
        bound=False,
    ),
    Action(
        "prompt.unfold", "Unfold a paste", ("alt+u",), "Alt+U",
        help="of a long paste in the prompt, the one at the cursor or the last: to be edited, or read if huge",
    ),
    Action(
        "prompt.attach", "Attach a text file", (), "@", always="@",
        help="@ and the beginning of a path lists what it may become, Tab takes it; the file goes with the prompt",
    ),
    Action(
        "prompt.editor", "Write in your editor", ("ctrl+g",), "Ctrl+G", ":editor",
        "the prompt in $VISUAL or $EDITOR; what you save there stands in the prompt, and nothing is sent",
    ),
    Action(
        "escape", "Stop", ("escape",), "Esc",
        help="the first that applies: closes a dialog, a list or a search, drops a selection, leaves a waiting prompt "
        "as it was, stops the answer in view, stops an export or import, leaves an edit, lets a chosen message go "
        "and leaves the sidebar",
    ),
    Action(
        "message.menu", "Actions of a message", ("ctrl+o",), "Ctrl+O", ":message",
        "of the chosen one, else the last answer; Enter in the empty prompt opens it too while one is chosen",
    ),
    Action(
        "answer.copy", "Copy", ("ctrl+y",), "Ctrl+Y", ":copy [N | plain | thinking | prompt | all]",
        "the chosen message or the last answer, as it was received; or its code block N, or without Markdown's marks, "
        "or the last prompt",
    ),
    Action(
        "conversation.copy", "Copy the conversation", (), "", ":copy all",
        "as Markdown; in a comparison, all of its columns",
    ),
    Action(
        "answer.print", "Print view", (), "", ":print [N | plain | thinking | prompt | all]",
        "the same text outside the full screen, for the terminal's own selection; Enter goes back",
    ),
    Action(
        "answer.retry", "Ask again", ("f6",), "F6", ":retry [PRESET]",
        "asks again for the chosen or the last answer, or asks another preset; the old one stays beside it",
    ),
    Action(
        "answer.without", "Ask again without it", (), "", ":without",
        "without the parameter that the server refused",
    ),
    Action(
        "answer.continue", "Have it continued", ("f7",), "F7", ":continue",
        "asks to go on where a cut-off answer stopped",
    ),
    Action(
        "turns.drop", "Leave the earliest turns out", (), "", ":drop [N | off]",
        "of what is sent from the next prompt on; they stay in the conversation, and :undo takes them in again",
    ),
    Action(
        "prompt.edit", "Edit a prompt", ("alt+e",), "Alt+E", ":edit",
        "asks again from there, nothing is overwritten; one that waits is changed in its place, and not sent meanwhile",
    ),
    Action(
        "queue.send", "Send on what is held", ("alt+s",), "Alt+S", ":queue send",
        "prompts typed ahead that are held since the answer above did not end well: they are sent in turn",
    ),
    Action(
        "queue.take_back", "Take a waiting prompt back", ("alt+t",), "Alt+T", ":queue back",
        "into the prompt: the chosen one, else the last that was typed ahead",
    ),
    Action("queue.show", "What waits to be sent", (), "", ":queue", "goes to the first of the prompts typed ahead"),
    Action("queue.earlier", "Send it earlier", (), "", ":queue earlier", "before the one that is sent before it"),
    Action("queue.later", "Send it later", (), "", ":queue later", "behind the one that is sent after it"),
    Action(
        "version.older", "Older version", (), "[", ":older",
        "of a message that was edited or asked again: the chosen one, or the nearest in view; [ in the conversation",
        always="[",
    ),
    Action("version.newer", "Newer version", (), "]", ":newer", "] in the conversation", always="]"),
    Action(
        "message.fork", "Fork into a new tab", (), "", ":fork",
        "another tab on the same conversation, which goes its own way from the chosen or the last message on",
    ),
    Action(
        "branch.delete", "Delete from here", (), "", ":prune",
        "the chosen or the last message with all below it; the nearest version is shown instead",
    ),
    Action(
        "branch.restore", "Undo deleting", (), "", ":undo",
        "brings back what was deleted last: a part, a whole conversation, a preset; takes back what was changed of a "
        "preset; again, what was before that",
    ),
    Action("message.fold", "Fold or unfold", (), "", ":fold", "thinking, or a long prompt; o in the conversation"),
    Action("message.raw", "Raw view", (), "", ":raw", "the message's source on a screen of its own"),
    Action(
        "message.editor", "Read in your editor", (), "", ":view",
        "a copy of the chosen message or the last answer; the message stays as it is",
    ),
    Action(
        "message.details", "Details", (), "", ":details",
        "all that is known of an answer: what was sent, what came back, and the same as a curl line",
    ),
    Action(
        "compare.difference", "Difference of two answers", ("alt+v",), "Alt+V", ":diff [mark]",
        "of two columns' answers, or of two versions of one; else of this answer and the next one you choose",
    ),
    Action(
        "interrupt", "Clear, then quit", ("ctrl+c",), "Ctrl+C",
        help="copies a selection, else clears the draft (Up brings it back), else quits when pressed twice within 2 s",
    ),
    Action("app.leave", "Quit", ("ctrl+q",), "Ctrl+Q", ":quit", "stops what runs, keeps everything, leaves"),
    Action(
        "app.suspend", "Suspend", ("ctrl+z",), "Ctrl+Z", ":suspend",
        "back to the shell, and here again with `fg`; until then nothing arrives and nothing is sent",
    ),
    Action(
        "mouse.toggle", "Mouse on or off", ("alt+m",), "Alt+M", ":mouse [on | off]",
        "off, it is the terminal's own: for selecting and copying as everywhere else",
    ),
    Action("tab.new", "New tab", ("ctrl+t",), "Ctrl+T", ":new [PRESET]", "a tab with an empty conversation"),
    Action("tab.close", "Close tab", (), "", ":close", "the conversation stays stored"),
    Action("tab.previous", "Previous tab", ("f8", "ctrl+pageup"), "F8"),
    Action("tab.next", "Next tab", ("f9", "ctrl+pagedown"), "F9"),
    Action("tab.go", "Go to tab", (), "Alt+1…9", ":tab N", bound=False),
    Action(
        "tabs.all", "Ask every tab", (), "", ":all [off]", "the prompt sends to every open tab until `:all off`",
    ),
    Action(
        "compare.open", "Compare", ("f4",), "F4", ":compare [PRESETS | tabs | off]",
        "puts this conversation to several presets beside each other; in a comparison, all that can be done there",
    ),
    Action(
        "compare.next", "Next column", ("alt+right", "alt+full_stop"), "Alt+Right or Alt+.", in_columns=True,
        help="in a comparison; elsewhere these keys are whoever's they are besides",
    ),
    Action("compare.previous", "Previous column", ("alt+left", "alt+comma"), "Alt+Left", in_columns=True),
    Action(
        "compare.keep", "Keep this answer", ("alt+k",), "Alt+K", ":keep [new]",
        "the comparison ends and this column's conversation goes on; the other answers stay beside it as versions",
    ),
    Action(
        "compare.keep_new", "Keep it in a new tab", ("alt+n",), "Alt+N", help="the comparison stays",
    ),
    Action(
        "compare.align", "Align the columns", ("alt+a",), "Alt+A", ":align [history]",
        "what differs between those that take part is made as it is in this column",
    ),
    Action(
        "compare.part", "Leave a column out, or take it in", (), "", ":skip [off]",
        "the next prompts do not go to it until :skip off",
    ),
    Action(
        "compare.enlarge", "Enlarge the column", ("alt+w",), "Alt+W", ":enlarge", "it has all the room, or no longer",
    ),
    Action(
        "compare.at_once", "Ask all at once", (), "", ":at-once [off]",
        "also columns that share a backend, which disturb each other's times",
    ),
    Action(
        "answers.stop", "Stop answers", (), "", ":stop [all]",
        "the one in view, or those of all columns (outside of a comparison, of all tabs)",
    ),
    Action(
        "preset.choose", "Choose a preset", ("alt+p",), "Alt+P", ":preset [PRESET]",
        "this tab's next prompt goes to that preset; without a name a list of them",
    ),
    Action(
        "model.choose", "Choose a model", ("alt+l",), "Alt+L", ":model [ID]",
        "any id, also one the catalogue does not list; without an id a list of them",
    ),
    Action(
        "conversation.choose", "Go to a conversation", (), "", ":open [WORDS]",
        "found by letters of its title; the history searches in what was said",
    ),
    Action(
        "preset.edit", "Edit the preset", ("f5",), "F5", ":preset edit [PRESET]",
        "this tab's, or what is under the sidebar's cursor (of a model, a new preset), in a form with help and checks",
    ),
    Action(
        "preset.new", "New preset", (), "", ":preset new [ID]", "the same form, for a new preset of a model",
    ),
    Action("preset.duplicate", "Duplicate the preset", (), "", ":preset duplicate [PRESET]", "a copy to be changed"),
    Action(
        "preset.delete", "Delete the preset", (), "", ":preset delete [PRESET]",
        "takes it away, in a file of aishtui's own: what you wrote stays; :undo brings it back",
    ),
    Action(
        "preset.own", "Take back what is this tab's own", (), "", ":preset own",
        "it sends what its preset says again; the preset editor changes a preset for one tab only",
    ),
    Action("models.refresh", "Live catalogue", (), "", ":models", "asks the broker again and opens the sidebar"),
    Action(
        "models.ask", "Ask for the models again", (), "", ":refresh",
        "says what is new and what is gone; r in the sidebar",
    ),
    Action(
        "endpoint.connect", "Connect", (), "", ":connect [URL | embedded]",
        "tries the endpoint again, or swaps it; running answers finish where they began",
    ),
    Action(
        "theme.choose", "Theme", (), "", ":theme [THEME]", "switches at once; without a name a list to try them on",
    ),
    Action(
        "config.open", "Settings and keys", (), "", ":config [presets | reload]",
        "config.toml in your editor: other keys, the theme, the endpoint; or presets.toml; what you save holds at "
        "once, and what needs a restart is named",
    ),
    Action(
        "screen.redraw", "Draw the screen anew", ("ctrl+l",), "Ctrl+L", ":redraw",
        "all of it, after something else has written on it",
    ),
    Action(
        "sidebar.toggle", "Sidebar", ("f2",), "F2", ":sidebar [off | wider | narrower | usual | CELLS]",
        "shows it and goes there, or hides it; / in it filters, 1 to 9 take the preset in that slot",
    ),
    Action(
        "sidebar.wider", "Wider sidebar", (), ">", ":sidebar wider", "> in the sidebar, or drag its border; = as usual",
        always=">",
    ),
    Action("sidebar.narrower", "Narrower sidebar", (), "<", ":sidebar narrower", "< in the sidebar", always="<"),
    Action(
        "focus.next", "Next part", ("tab",), "Tab",
        help="completes a command or a path behind @, else prompt, pane, sidebar", bound=False,
    ),
    Action("pane.page_up", "Page up", ("pageup",), "PageUp", help="also while you type"),
    Action("pane.page_down", "Page down", ("pagedown",), "PageDown"),
    Action("pane.half_up", "Half a page up", ("alt+pageup",), "Alt+PageUp", help="Ctrl+U in the conversation"),
    Action("pane.half_down", "Half a page down", ("alt+pagedown",), "Alt+PageDown", help="Ctrl+D in the conversation"),
    Action("pane.line_up", "Line up", ("ctrl+up",), "Ctrl+Up"),
    Action("pane.line_down", "Line down", ("ctrl+down",), "Ctrl+Down"),
    Action("pane.top", "Top", ("ctrl+home",), "Ctrl+Home"),
    Action("pane.end", "End, and follow", ("ctrl+end",), "Ctrl+End"),
    Action("message.previous", "Previous message", ("alt+up",), "Alt+Up"),
    Action("message.next", "Next message", ("alt+down",), "Alt+Down"),
    Action(
        "find.open", "Search", ("ctrl+f",), "Ctrl+F", ":find [WORDS]",
        "marks the words in this conversation; Enter and Up go through the hits, Esc ends; / in the conversation",
    ),
    Action(
        "prompts.search", "Search your prompts", ("ctrl+r",), "Ctrl+R", ":prompts [WORDS]",
        "lists all that you sent before and filters them as you type; Enter puts one into the prompt",
    ),
    Action("find.next", "Next hit", (), "n", help="after a search; n in the conversation", always="n"),
    Action("find.previous", "Previous hit", (), "N", help="after a search; N in the conversation", always="N"),
    Action(
        "away.next", "What ended while you were away", (), "", ":away",
        "goes to the next answer that ended while no screen could show it",
    ),
    Action(
        "history.open", "History", ("f3",), "F3", ":history [WORDS]",
        "all conversations: search and filter them, look into them, open, rename, pin, delete them",
    ),
    Action(
        "conversation.title", "Rename the conversation", (), "", ":title WORDS", "gives the one in view another title",
    ),
    Action("conversation.pin", "Pin the conversation", (), "", ":pin [off]", "it stands first in the history"),
    Action(
        "conversation.delete", "Delete the conversation", (), "", ":delete",
        "takes the one in view out of the history and the tabs; :undo brings it back",
    ),
    Action(
        "conversation.undelete", "Undelete", (), "", ":undelete",
        "has the whole conversation back that was deleted last",
    ),
    Action(
        "conversation.export", "Export", (), "", ":export [all] [branches] [md | json | txt] [FILE]",
        "writes what this tab shows, the comparison, or every conversation into a file; Esc stops a long one",
    ),
    Action(
        "history.import", "Import", (), "", ":import FILE", "takes in conversations that aishtui or others wrote",
    ),
    Action("help.show", "Help", ("f1",), "F1 or ?", ":help", "? in an empty prompt and in the sidebar", always="?"),
    Action(
        "app.palette", "Commands", ("ctrl+p",), "Ctrl+P", ":commands", "every action, preset and theme by name",
    ),
)  # fmt: skip

ALL_ACTIONS = (*ACTIONS, *FORM_ACTIONS)
"""Those of the workbench, and those of the preset editor."""
ACTION_OF = {action.id: action for action in ALL_ACTIONS}
"""The actions by their ids."""
