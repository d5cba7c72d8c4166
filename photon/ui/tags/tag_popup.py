"""The list below the line in which tags are typed."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from photon.domain.metadata.tag import TagPath, clean_path, tag_key, tag_text
from photon.domain.query.query_suggestion import Suggestion
from photon.ui.search.completion_popup import HANGS, CompletionPopup
from photon.ui.tags.tag_labels import same_name

MOST = 8


class TagPopup(CompletionPopup):
    """Tags that may be meant, the one that Enter takes selected; it opens upwards where there is no room below."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.paths: tuple[TagPath, ...] = ()

    def offer_tags(self, typed: TagPath, found: Sequence[TagPath], line: QWidget) -> None:
        """Show what was found for what was typed, and what was typed as a new tag; empty: nothing was typed."""
        begins, others = _ordered(typed, found[:MOST])
        is_known = not typed or any(same_name(path, typed) for path in begins)
        fresh = [] if is_known else [typed]
        self.paths = (*begins, *fresh, *others)
        self.offer([_row(path, is_new=path in fresh) for path in self.paths], line)
        parent = self.parentWidget()
        if parent is not None and self.isVisible() and self.geometry().bottom() > parent.height():
            self.move(self.x(), line.mapTo(parent, QPoint(0, 0)).y() - self.height() - HANGS)
        if parent is not None and self.geometry().right() > parent.width():
            self.move(max(0, parent.width() - self.width() - HANGS), self.y())
        self.select(0 if typed and self.paths else -1)

    @property
    def chosen_path(self) -> TagPath | None:
        """The one that Enter takes."""
        return self.paths[self.row] if self.isVisible() and 0 <= self.row < len(self.paths) else None


def _ordered(typed: TagPath, found: Sequence[TagPath]) -> tuple[list[TagPath], list[TagPath]]:
    """What begins as typed, the very same first, and what is meant by another word or at a later word."""
    key = tag_key(typed)
    begins = [path for path in found if any(tag_key(path[at:]).startswith(key) for at in range(len(path)))]
    begins.sort(key=lambda path: not same_name(path, typed))
    return begins, [path for path in found if path not in begins]


def _row(path: TagPath, *, is_new: bool) -> Suggestion:
    words = tag_text(path) if is_new else path[-1]
    detail = "new tag" if is_new else tag_text(path[:-1]) or "tag"
    return Suggestion("tag", words, detail, 0, 0, tag_text(clean_path(path)))
