"""The settings in the user's own editor, and what a running workbench makes of them; streams go on meanwhile."""

from textual.app import App
from textual.theme import Theme

from aishtui.screens.editing_outside import WAITING, EditingOutside
from aishtui.screens.key_map import bindings, everywhere
from aishtui.screens.surroundings import ConfigDesk, NewSettings
from aishtui.screens.typed_commands import CommandFailed
from aishtui.terminal.edited import NotEdited
from aishtui.terminal.textual_private import bind_only
from aishtui.widgets.bound_keys import BoundKeys
from aishtui.widgets.notice import NoticeLevel


class Configuring(EditingOutside):
    """What holds in the engine, `ConfigDesk` has seen to; here is what is shown."""

    def configure(self, how: str) -> None:
        """`:config [presets | reload]`. Raises CommandFailed."""
        if how not in ("", "presets", "reload"):
            raise CommandFailed(
                ":config opens your settings in your editor, :config presets your presets.toml; :config reload takes "
                "them over as they are."
            )
        desk = self._around.config
        if desk is None:
            raise CommandFailed("There are no settings here that could be changed.")
        if not self._outside:
            self._outside = True
            self.run_worker(self._configure(desk, how), exclusive=False)

    def action_config_open(self) -> None:
        try:
            self.configure("")
        except CommandFailed as problem:
            self._notice.show(str(problem), NoticeLevel.WARNING)

    async def _configure(self, desk: ConfigDesk, how: str) -> None:
        try:
            ended = await desk.edit(self.app.suspend, how == "presets") if how != "reload" else None
            new = await desk.reread(self._around)
        except NotEdited as problem:
            self._notice.show(str(problem), NoticeLevel.WARNING)
            return
        finally:
            self._outside = False
        self._use_settings(new)
        words, right = new.words, new.right
        if ended is not None and ended.at_once:
            reload = ":config reload takes over what you save."
            words, right = f"{ended.editor} has ended at once. {WAITING} {reload} {words}", False
        elif ended is not None and ended.failed:
            words, right = f"{ended.editor} {ended.how_it_ended}. {words}", False
        self._notice.show(words, NoticeLevel.INFO if right else NoticeLevel.WARNING)

    def _use_settings(self, new: NewSettings) -> None:
        before, self._around = self._around, new.around
        if new.around.low_bandwidth != before.low_bandwidth:
            self._use_bandwidth(new.around.low_bandwidth)
        if new.around.keys != before.keys:
            self._use_keys(new.around.keys)
        if new.title is not None:
            self._output.switch_title(new.title)
        if new.mouse is not None:
            self._output.switch_mouse(new.mouse)
        self._telling.use(new.around.telling)
        _use_themes(self.app, new.themes, new.theme)
        self._show_catalog()
        self._show_tab()
        self._welcome_anew()
        self._show_health()

    def _use_keys(self, keys: BoundKeys) -> None:
        self.keys = keys
        bind_only(self, bindings(keys))
        bind_only(self.app, everywhere(keys))
        self.refresh_bindings()
        self._prompt.use_keys(keys)
        self._status.use_keys(keys)
        self._sidebar.use_keys(keys)
        self._prepare_columns()
        self._welcome_anew()
        self._show_status()

    def _use_bandwidth(self, low: bool) -> None:
        self.frames_per_second = self._reads.frames_per_second = self.frames_for(low)
        self._tab_bar.still = low
        self.app.animation_level = "none" if low else "full"
        self._prepare_columns()

    def _prepare_columns(self) -> None:
        for column in self._columns.views():
            self._prepare_column(column)
            column.pane.document_changed()


def _use_themes(app: App[object], themes: tuple[Theme, ...], chosen: str | None) -> None:
    """One that is in use and has changed is shown as it is now."""
    before = app.current_theme
    for theme in themes:
        app.register_theme(theme)
    if chosen is not None and chosen != app.theme:
        app.theme = chosen
    elif app.current_theme != before:
        app.mutate_reactive(App.theme)
