"""Searching the prompts sent before, and taking one: what stood in the prompt line goes to the history first."""

import asyncio

from aishtui.chat.past_prompts import PastPrompt, PastPrompts, found_in, parts_of
from aishtui.screens.drafting import Drafting
from aishtui.store.errors import StoreError


class FindingPrompts(Drafting):
    """All prompts that were ever kept are searched; Up in the prompt brings the newest few hundred."""

    def action_prompts_search(self) -> None:
        self.search_prompts("")

    def search_prompts(self, words: str) -> None:
        """`:prompts WORDS`; without words all of them are listed."""
        from aishtui.screens.prompt_search import PromptSearch  # start-up: not before it is wanted

        if not any(isinstance(screen, PromptSearch) for screen in self.app.screen_stack):
            self.app.push_screen(PromptSearch(self._found_prompts, words), self._take_prompt)

    async def _found_prompts(self, typed: str, limit: int) -> PastPrompts:
        """From the store; where that has nothing to say, those that this run knows of."""
        try:
            found = await asyncio.wrap_future(self.engine.find_prompts(typed, limit))
        except StoreError as problem:
            known = self._known_prompts(typed, limit)
            return PastPrompts(known.prompts, known.more, f"Only the newest prompts are searched. {problem}")
        return found if found.prompts else self._known_prompts(typed, limit)

    def _known_prompts(self, typed: str, limit: int) -> PastPrompts:
        return found_in(map(PastPrompt, self._history.entries), parts_of(typed), limit)

    def _take_prompt(self, text: str | None) -> None:
        """Put it into the prompt line, to be changed or sent. Up brings back what stood there."""
        self.set_focus(self._prompt)
        before = self._prompt.value
        if text is None or text == before:
            return
        self._keep_prompt(before)
        typed = text in self._typed_commands or not text.startswith(":")
        self._prompt.set_text(text, typed=typed, from_history=True)
        self.engine.set_draft(self.draft_tab.id, text)
