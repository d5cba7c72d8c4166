"""The key Del: what can be deleted says so itself; for all else the window says what can be done instead."""

from functools import partial

from photon.language import tr, tr_n
from photon.ui.kit.context import WindowContext
from photon.ui.metadata.problem_list import ProblemList
from photon.ui.photos.file_actions import FileActions
from photon.ui.widgets.notice import NoticeBar

NOTHING = tr("Nothing is selected that can be deleted.")
PHOTOS = tr("Photon can't delete photos yet.")
FILES = tr("Photon doesn't delete files.")
HOW_ONE = tr("Delete it in your file manager instead; Photon will notice.")


class DeleteKey:
    """Answers Del where no part of the window does."""

    def __init__(self, context: WindowContext, notice: NoticeBar, files: FileActions, problems: ProblemList) -> None:
        self._context, self._notice, self._files, self._problems = context, notice, files, problems

    def explain(self) -> None:
        """Say what can be done with the photos or files at the cursor."""
        pages, problems = self._context.pages, self._problems
        files = problems.chosen if pages.is_focused(problems) else []
        photos = self._context.targets() if pages.is_focused(pages.current) else []
        if files:
            self._notice.offer(FILES, _how_files(len(files)), tr("Show in folder"), problems.show_in_folder)
        elif photos:
            show = partial(self._files.show_in_folder, photos)
            self._notice.offer(PHOTOS, _how_photos(len(photos)), tr("Show in folder"), show)
        else:
            self._context.say(NOTHING)


def _how_files(many: int) -> str:
    if many == 1:
        return HOW_ONE
    return tr_n(
        "Delete the {count:,} file in your file manager instead; Photon will notice.",
        "Delete the {count:,} files in your file manager instead; Photon will notice.",
        many,
    )


def _how_photos(many: int) -> str:
    if many == 1:
        return HOW_ONE
    return tr_n(
        "Delete the {count:,} photo in your file manager instead; Photon will notice.",
        "Delete the {count:,} photos in your file manager instead; Photon will notice.",
        many,
    )
