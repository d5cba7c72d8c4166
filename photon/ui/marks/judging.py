"""Commands that say whether the selected photos are what was searched for."""

from PySide6.QtCore import QObject

from photon.app.judging import judged_name
from photon.language import tr
from photon.ui.kit.context import WindowContext
from photon.ui.search.results import Gallery

NOTHING = tr("Search with words first, then select photos in the answer.")


class JudgingCommands(QObject):
    """Judges photos in the answer that is shown."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.widget)
        self._context = context

    def judge(self, is_right: bool) -> None:  # noqa: FBT001 - what is said
        """Say that the selected photos are right or wrong for the words of the answer."""
        query, photos = self._context.part(Gallery).asked.query, self._context.targets()
        if query is None or not (query.words and photos):
            self._context.say(NOTHING)
            return
        asked = self._context.session.searching.judging.judge(query, photos, is_right=is_right)
        words = judged_name(len(photos), query.words, is_right=is_right)
        sentence_shown = f"{words[:1].upper()}{words[1:]}"
        self._context.bridge.call(asked, lambda changes: self._context.say(sentence_shown, undo=bool(changes)), self)
