"""The dialog that renames photos by a template: the new names as one types, and what is in their way."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from itertools import islice
from os.path import commonpath
from pathlib import PurePath

from PySide6.QtWidgets import QDialog, QWidget

from photon.app.bin.rename_plan import RenameChoice, RenamePlan
from photon.app.session import Session
from photon.domain import PhotonError
from photon.export.naming import PLACEHOLDERS, read_template
from photon.language import tr, tr_n
from photon.ui.kit import tokens
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.buttons import make_button
from photon.ui.kit.labels import make_label, show_text
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.kit.layouts import frame_dialog, hbox
from photon.ui.kit.timers import single_shot
from photon.ui.widgets.before_after import MOST, BeforeAfterList
from photon.ui.widgets.setting_fields import CheckField, LineField

_SIZE = (720, 520)
_PAUSE_MS = 150
_USUAL = "{date:%Y-%m-%d_%H%M%S}_{name}"


class RenameDialog(QDialog):
    """Asks for a template and previews the new names; ``accepted`` to carry out ``plan``.

    Attributes:
        plan: What the template that is typed would do; None while that is not known, or there is no such template.
    """

    def __init__(self, session: Session, bridge: Bridge, photos: Sequence[int], parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._photos = session, list(photos)
        self._latest = LatestRequest(bridge, self)
        self.plan: RenamePlan | None = None
        self._planned: Future[RenamePlan] | None = None
        self.template = LineField("rename/template", tr("New name"), _USUAL)
        self.together = CheckField("rename/together", tr("With the RAW, JPEG or video of the same shot"), usual=True)
        self.rows = BeforeAfterList(tr("Names before and after"), (tr("Before"), tr("After")))
        self.message = make_label(wraps=True, is_plain=True, is_selectable=True)
        self.go = make_button(tr("Rename"), clicked=self._rename, role="primary")
        self.shut = make_button(tr("Cancel"), clicked=self.reject)
        self._timer = single_shot(self, _PAUSE_MS, self._ask)
        self._compose()
        for field in (self.template, self.together):
            field.edited.connect(self._follow)
        self.finished.connect(lambda _: self._drop_request())
        self._follow()

    def _compose(self) -> None:
        self.resize(*_SIZE)
        names = " ".join(f"{{{name}}}" for name in PLACEHOLDERS)
        hint = tr("Available: {names}. “/” makes folders. Sidecars get the new name, too.", names=names)
        head = make_label(tr_n("Rename {count:,} photo", "Rename {count:,} photos", len(self._photos)), "heading")
        line = hbox(make_label(tr("New name")), (self.template, 1), spacing=tokens.TIGHT)
        parts = (head, line, make_label(hint, "quiet", wraps=True), self.together, (self.rows, 1), self.message)
        frame_dialog(self, tr("Rename photos"), parts, (self.shut, self.go))
        self.message.hide()
        self.template.selectAll()

    def _follow(self) -> None:
        """What was planned is not what is asked for any more."""
        self.plan = None
        self._drop_request()
        self.go.setEnabled(False)
        self._timer.start()

    def _drop_request(self) -> None:
        """Don't even begin the plan that was requested last: moves and the next plan would wait for it."""
        self._latest.forget()
        if self._planned is not None:
            self._planned.cancel()

    def _ask(self) -> None:
        try:
            how = RenameChoice(read_template(self.template.text()), "", self.together.isChecked())
        except PhotonError as error:
            self._fail(error)
            return
        self._planned = self._session.bin.renaming.plan(self._photos, how)
        self._latest.ask(self._planned, self._show, self._fail)

    def _show(self, plan: RenamePlan) -> None:
        self.plan = plan
        self.rows.show_rows(islice(_names(plan), MOST))
        self.go.setEnabled(bool(plan.units) and not plan.obstacles)
        show_text(self.message, " ".join(_sentences(plan)), "danger" if plan.obstacles else "")

    def _fail(self, error: PhotonError) -> None:
        self.rows.show_rows(())
        show_text(self.message, f"{error.message} {error.hint}".strip(), "danger")

    def _rename(self) -> None:
        if self.plan is not None:
            self.template.remember()
            self.together.remember()
            self.accept()


def _names(plan: RenamePlan) -> Iterator[tuple[str, str]]:
    """Return the names of all files before and after; the new name includes the folder if that changes."""
    for one in (one for unit in plan.units for one in unit):
        source, target = PurePath(one.source), PurePath(one.target)
        if source.parent == target.parent:
            yield source.name, target.name
        else:
            above = commonpath([source.parent, target.parent])
            yield str(source.relative_to(above)), str(target.relative_to(above))


def _sentences(plan: RenamePlan) -> Iterator[str]:
    if plan.obstacles:
        error = plan.obstacles[0][1]
        more = len(plan.obstacles) - 1
        yield f"{error.message} {error.hint}".strip()
        if more:
            yield tr_n(
                "{count:,} other photo can't be renamed either.",
                "{count:,} other photos can't be renamed either.",
                more,
            )
        yield tr("Nothing is renamed until all photos can be.")
        return
    count = len(plan.units)
    if count:
        yield tr_n("{count:,} photo gets a new name.", "{count:,} photos get new names.", count)
    else:
        yield tr("Nothing to rename.")
    if plan.same:
        yield tr_n("{count:,} photo has this name already.", "{count:,} photos have these names already.", plan.same)
