"""`:drop`: the earliest turns are left out of what is sent from the next prompt on. They stay in the conversation."""

from collections.abc import Sequence

from textual import on

from aishtui.chat.beginnings import turns
from aishtui.chat.context import Level
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.messages import Message
from aishtui.chat.places import ReadingPlace
from aishtui.chat.tabs import Tab
from aishtui.chat.wording import plural
from aishtui.pane.transcript import Transcript
from aishtui.screens.branching import Branching
from aishtui.screens.deleted import Dropped
from aishtui.screens.deleting import Deleting
from aishtui.screens.typed_commands import CommandFailed
from aishtui.widgets.notice import NoticeLevel


@dataclass(frozen=True, slots=True)
class Plan:
    """With which message what a tab sends is to begin; that leaves out so many turns more, and what is
    left fits, as far as that is known."""

    tab: Tab
    begins_at: str
    count: int
    fits: bool


class Dropping(Branching, Deleting):
    """In a comparison the same is left out in every column that takes part."""

    def drop_turns(self, argument: str) -> None:
        """`:drop [N | off]`: leave out the N earliest turns of those that are sent, or send all again. Without a number
        as many as bring it under four fifths of the context; at least one. Raises CommandFailed."""
        tabs = [tab for tab in self.entry() if tab.taking_part or tab.active]
        if any(not self._view(tab).loaded for tab in tabs):
            raise CommandFailed("This conversation is not loaded yet.")
        if argument == "off":
            self._send_all_again(tabs)
            return
        if argument and not (argument.isdecimal() and int(argument)):
            raise CommandFailed(":drop leaves earlier turns out, :drop 3 three of them, :drop off sends all again.")
        wanted = int(argument) if argument else None
        plans = [plan for tab in tabs if (plan := self._plan(tab, wanted, self.prompt_bytes())) is not None]
        if not plans:
            raise CommandFailed("There are no earlier turns that could be left out. :new begins another conversation.")
        words = self.leave_out(plans)
        self._notice.show(f"Left {words} out of what is sent from the next prompt on. :undo takes in again.")

    def plans_to_fit(self, tabs: Sequence[Tab], prompt_bytes: int) -> list[Plan]:
        """What has to be left out where a prompt of so many bytes is too much; empty where nothing helps."""
        over = []
        for tab in tabs:
            use = self._meter.use(tab, prompt_bytes)
            if use is not None and use.level is Level.OVER:
                over.append(tab)
        plans = [self._plan(tab, None, prompt_bytes) for tab in over]
        return [plan for plan in plans if plan is not None and plan.fits] if all(plans) else []

    def leave_out(self, plans: Sequence[Plan]) -> str:
        """Do it, in a way that `:undo` knows; the words for what was left out: `3 turns`."""
        before = {plan.tab.id: self._beginning(plan.tab) for plan in plans}
        most = max(plan.count for plan in plans)
        words = plural(most, "turn")
        self._deleted.add(Dropped(before, words))
        for plan in plans:
            self._begin_at(plan.tab.id, plan.begins_at)
        self._show_status()
        return words

    def _plan(self, tab: Tab, wanted: int | None, prompt_bytes: int) -> Plan | None:
        """None where there is nothing that could be left out: the last turn always stays."""
        path = self.engine.path(tab.id) or ()
        starts = turns(path, self.engine.first_sent(tab.id))
        choices = starts[1:]
        if not choices:
            return None
        if wanted is not None:
            at = choices[min(wanted, len(choices)) - 1]
        else:
            at = next((at for at in choices if self._is_calm(tab, path, at, prompt_bytes)), choices[-1])
        use = self._meter.use_below(tab, path, prompt_bytes, path[at].id)
        fits = use is None or use.level is not Level.OVER
        return Plan(tab, path[at].id, starts.index(at), fits)

    def _is_calm(self, tab: Tab, path: Sequence[Message], at: int, prompt_bytes: int) -> bool:
        use = self._meter.use_below(tab, path, prompt_bytes, path[at].id)
        return use is None or use.level is Level.CALM

    def _beginning(self, tab: Tab) -> str:
        path = self.engine.path(tab.id) or ()
        return path[self.engine.first_sent(tab.id)].id

    def _begin_at(self, tab_id: str, message_id: str) -> None:
        self.engine.begin_at(tab_id, message_id)
        view = self._views[tab_id]
        view.left_out_opened = False
        if view.renew():
            self._document_changed(view)

    def _send_all_again(self, tabs: Sequence[Tab]) -> None:
        less = [tab for tab in tabs if self.engine.first_sent(tab.id)]
        if not less:
            raise CommandFailed("Nothing is left out: all of this conversation is sent.")
        for tab in less:
            self._begin_at(tab.id, (self.engine.path(tab.id) or ())[0].id)
        self._show_status()
        self._notice.show("From the next prompt on all of this conversation is sent again.")

    def _take_in(self, dropped: Dropped) -> None:
        """Have back what was left out, in the tabs that are open still."""
        self._deleted.forget(dropped)
        open_ones = {tab.id for tab in self.engine.tabs()} & self._views.keys()
        here = [(tab_id, begin) for tab_id, begin in dropped.before.items() if tab_id in open_ones]
        if not here:
            self._notice.show("The tab in which turns were left out is closed.", NoticeLevel.WARNING)
            return
        for tab_id, begin in here:
            self._begin_at(tab_id, begin)
        self._show_status()
        self._notice.show(f"Back: {dropped.words}, sent again from the next prompt on.")

    def action_turns_drop(self) -> None:
        self._attempt(lambda: self.drop_turns(""))

    @on(Transcript.LeftOutWanted)
    def _left_out_wanted(self, event: Transcript.LeftOutWanted) -> None:
        event.stop()
        view = self.view
        view.left_out_opened = not view.left_out_opened
        if view.renew():
            view.document.resume(ReadingPlace(self._beginning(self.tab)))
            self._document_changed(view)
