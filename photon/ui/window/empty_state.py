"""The empty state, shown in place of the grid: why there is nothing to show, and what to do next."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from photon.domain import Activity, AnyOf, Filter, Query
from photon.domain.query.filter_kinds.states import MISSING
from photon.language import tr, tr_n
from photon.ui.grid.results_state import ResultsState
from photon.ui.kit import tokens
from photon.ui.kit.buttons import make_button
from photon.ui.kit.icon_label import IconLabel
from photon.ui.kit.labels import make_label, show_text
from photon.ui.kit.layouts import hbox, vbox

PREPARING = tr("Preparing search. This takes about 30 seconds, but only once.")


class EmptyState(QFrame):
    """An icon, a sentence, a hint and at most one button; ``acted`` brings the name of its action.

    Names: ``add``, ``clear``, ``everything``, ``stop``, ``again``.
    """

    acted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "photos")
        self._action = ""
        self._picture = IconLabel("image", 56, "suggestion")
        self.sentence = make_label(role="heading", wraps=True)
        self.hint = make_label(role="quiet", wraps=True, is_plain=True)
        self.button = make_button(clicked=lambda: self.acted.emit(self._action))
        for text in (self.sentence, self.hint):
            text.setAlignment(Qt.AlignmentFlag.AlignCenter)
            text.setMaximumWidth(520)
            text.setMinimumWidth(300)  # fits the smallest window with both panels
        parts = (self._picture, self.sentence, self.hint, self.button)
        column = vbox(*(hbox(None, part, None) for part in parts), to=self, spacing=tokens.SPACE)
        column.insertStretch(0, 2)
        column.addStretch(3)

    def show_state(self, state: ResultsState, activity: Activity) -> None:
        """Explain why nothing is shown."""
        icon_name, sentence, hint, label, self._action = explain(state, activity)
        self.sentence.setText(sentence)
        show_text(self.hint, hint)
        self.button.setText(label)
        self.button.setVisible(bool(label))
        self._picture.show_icon(icon_name, "suggestion")


def explain(state: ResultsState, activity: Activity) -> tuple[str, str, str, str, str]:
    """Return icon, sentence, hint, label of the button and name of its action for an empty grid."""
    if state.query is not None:
        return _explain_search(state, state.query, is_preparing=activity.stage == "preparing")
    if state.is_waiting:
        return "hourglass-medium", tr("Loading photos…"), "", "", ""
    if activity.stage in ("scanning", "reading"):
        hint = tr("They will appear here as they are found.")
        return "folder-open", tr("Looking for photos…"), hint, "", ""
    if state.folder is not None:
        hint = tr("Photon rescans automatically when something changes here.")
        return "folder-open", tr("There are no photos in this folder."), hint, tr("Show all photos"), "everything"
    hint = tr("Add a folder with photos. Photon never changes them unless you ask.")
    return "image", tr("There are no photos yet."), hint, tr("Add folder…"), "add"


def _explain_search(state: ResultsState, query: Query, *, is_preparing: bool) -> tuple[str, str, str, str, str]:
    """Return the same for a search without photos."""
    if is_preparing:
        return "hourglass-medium", PREPARING, tr("Results will appear here when it's done."), "", ""
    if state.is_waiting:
        return "magnifying-glass", tr("Searching…"), "", tr("Stop"), "stop"
    if state.is_stopped:
        return "magnifying-glass", tr("Search stopped."), "", tr("Search again"), "again"
    if state.failed is not None:
        return "magnifying-glass", *state.failed, tr("Clear the search"), "clear"
    if state.searchable < 1 and not query.exact:
        hint = tr("Photon is indexing your photos. Results will appear once the first ones are ready.")
        return "hourglass-medium", tr("Nothing is searchable here yet."), hint, "", ""
    if state.excluded:
        shown = tr_n("Show {count:,} photo left out", "Show {count:,} photos left out", state.excluded)
        return "magnifying-glass", state.sentence, "", shown, "turn"
    if query.parts == (MISSING,):
        hint = tr("Photon found a file for every photo.") if state.folder is None else ""
        return "check-circle", tr("No photos are missing."), hint, tr("Clear the search"), "clear"
    sentence = tr("Nothing found.") if state.folder is None else tr("Nothing found in this folder.")
    has_filters = any(isinstance(part, Filter | AnyOf) for part in query.parts)
    hint = tr("Remove a filter or search for something else.") if has_filters else tr("Try different words.")
    hint = " ".join(state.notices) or hint  # such as that there is no album of this name
    return "magnifying-glass", sentence, hint, tr("Clear the search"), "clear"
