"""The key Del: what can be deleted says so itself; for all else the window says what can be done instead."""

from functools import partial

from photon.language import counted
from photon.ui.kit.context import WindowContext
from photon.ui.metadata.problem_list import ProblemList
from photon.ui.photos.file_actions import FileActions
from photon.ui.widgets.notice import NoticeBar

NOTHING = "Nothing is selected that can be deleted."
PHOTOS = "Photon can't delete photos yet."
FILES = "Photon doesn't delete files."
HOW_ONE = "Delete it in your file manager instead; Photon will notice."
HOW_MANY = "Delete the {} in your file manager instead; Photon will notice."


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
            self._notice.offer(FILES, _how(len(files), "file"), "Show in folder", problems.show_in_folder)
        elif photos:
            show = partial(self._files.show_in_folder, photos)
            self._notice.offer(PHOTOS, _how(len(photos), "photo"), "Show in folder", show)
        else:
            self._context.say(NOTHING)


def _how(many: int, what: str) -> str:
    return HOW_ONE if many == 1 else HOW_MANY.format(counted(many, what))
