"""A bar above the photos that asks what to do when many photos are missing."""

from collections.abc import Sequence
from pathlib import PurePath

from photon.domain import Activity, Changes, Folder
from photon.language import tr, tr_n
from photon.ui.kit.buttons import make_button
from photon.ui.kit.context import WindowContext
from photon.ui.widgets.notice import MessageBar

MANY = 50
"""Smallest number of moved photos that is reported."""
_LOOKING = ("scanning", "reading")  # stages after which missing photos may be found
_KEPT = tr("Their tags, captions and ratings are kept.")


class LossBar(MessageBar):
    """Shown while photos are missing."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__("link-break", "quiet")
        self.again = make_button(tr("Rescan folders"), clicked=self._look_again)
        self.list = make_button(tr("Show list…"), clicked=self._show_list)
        self.remove = make_button(tr("Remove from library"), clicked=self._remove)
        self.later = make_button(tr("Not now"), clicked=self._wait, role="quiet")
        self._add_buttons(self.list, self.again, self.remove, self.later)
        self.hint.setText(f"{_KEPT} {tr('If they are on a disconnected drive, connect it and rescan.')}")
        self._say, self._session, self._bridge = context.say, context.session, context.bridge
        self._folder: Folder | None = None  # the one that misses most photos
        self._put_off: tuple[int, int] | None = None
        self._stage = self._session.work.activity.stage
        self._reported = 0
        self._receipt = ""  # message about a large move, shown with the photos that are still missing
        context.news.folders_counted.connect(self._count)
        self._bridge.activity.connect(self._follow)

    def _follow(self, activity: Activity) -> None:
        before, self._stage = self._stage, activity.stage
        if before in _LOOKING and self._stage not in _LOOKING:
            self._report_moves()
            self._show_missing()

    def _count(self, folders: Sequence[Folder]) -> None:
        lost = max(folders, key=lambda folder: folder.missing, default=None)
        self._folder = lost if lost is not None and lost.missing else None
        self._show_missing()

    def _show_missing(self) -> None:
        if self._folder is None or self._put_off == (self._folder.id, self._folder.missing):
            self.hide()
            return
        name = PurePath(self._folder.path).name or self._folder.path
        missing = tr_n(
            "{count:,} photo is missing from “{folder}”.",
            "{count:,} photos are missing from “{folder}”.",
            self._folder.missing,
            folder=name,
        )
        self.message.setText(f"{self._receipt} {missing}".strip())
        self.message.setToolTip(self._folder.path)
        self.setVisible(self._stage not in _LOOKING)

    def _report_moves(self) -> None:
        moved = self._session.watched.moves.total()
        if moved - self._reported >= MANY:
            found = tr_n(
                "Found {count:,} moved photo by its content.",
                "Found {count:,} moved photos by their content.",
                moved - self._reported,
            )
            self._say(f"{found} {_KEPT}")
            self._reported, self._receipt = moved, found

    def _show_list(self) -> None:
        from photon.ui.preferences.missing_dialog import MissingDialog

        MissingDialog(self._session, self._bridge, self.window()).open()

    def _look_again(self) -> None:
        self._session.work.rescan()
        self._say(tr("Rescanning all folders."))

    def _remove(self) -> None:
        if self._folder is None:
            return
        done = tr_n("Removed {count:,} missing photo.", "Removed {count:,} missing photos.", self._folder.missing)

        def removed(_: Changes) -> None:
            self._say(f"{done} {_KEPT}")
            self._receipt = ""

        self._bridge.call(self._session.watched.accept_losses(self._folder.id), removed, self)

    def _wait(self) -> None:
        """Hide the bar until the number of missing photos changes."""
        if self._folder is not None:
            self._put_off = (self._folder.id, self._folder.missing)
        self._receipt = ""
        self.hide()
