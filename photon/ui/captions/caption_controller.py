"""Titles, captions and drafts in a window: the command that edits captions, and the pages that review them."""

from collections.abc import Collection
from functools import cached_property

from PySide6.QtCore import QObject

from photon.language import tr
from photon.ui.captions.caption_review import CaptionReview
from photon.ui.captions.caption_section import CaptionSection
from photon.ui.captions.caption_settings import CaptionSettings
from photon.ui.captions.mismatch_page import MismatchPage
from photon.ui.kit.context import WindowContext
from photon.ui.photos.thumbnails import Thumbnails
from photon.ui.widgets.late_widget import LateWidget
from photon.ui.widgets.section import DetailsSection


class CaptionController(QObject):
    """Lets the user describe photos in a window."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.widget)
        self._context, self._thumbnails = context, context.part(Thumbnails)
        self.section = CaptionSection(context.session, context.bridge, self)
        self.details = DetailsSection(
            tr("Title and caption"), self.section.form, self.section, kept_as="Title and caption"
        )
        self.section.done.connect(self._say)
        self.section.left.connect(context.focus_page)
        self.section.review_wanted.connect(self.review)
        context.news.closing.connect(self.section.flush)
        self.preferences = LateWidget(self._make_preferences)
        context.settings.add_page(tr("Captions"), "chat-text", self.preferences, "captions")

    @cached_property
    def page(self) -> CaptionReview:
        """The page that reviews drafts."""
        page = self._context.pages.add(CaptionReview(self._context.session, self._context.bridge, self._thumbnails))
        page.done.connect(self._say)
        return page

    @cached_property
    def doubts(self) -> MismatchPage:
        """The page of captions that may not fit their photo."""
        page = self._context.pages.add(MismatchPage(self._context.session, self._context.bridge, self._thumbnails))
        page.done.connect(self._say)
        return page

    def _make_preferences(self) -> CaptionSettings:
        return CaptionSettings(self._context.session, self._context.bridge)

    def write(self) -> None:
        """Put the cursor into the caption of the selected photos, wherever the panel is."""
        if not self._context.pages.current.takes_captions:
            return
        targets = self._context.targets()
        if not targets:
            self._context.say(tr("Select a photo first, then write its caption."))
            return
        self._context.inspect(targets, at=self.section.form)
        self.section.focus_caption()

    def review(self, among: Collection[int] | None = None) -> None:
        """Review the caption drafts of these photos or, with None, all."""
        self.page.begin(among)
        self._context.pages.enter(self.page)

    def doubt(self) -> None:
        """Look for captions that may not fit their photo."""
        self.doubts.begin()
        self._context.pages.enter(self.doubts)

    def _say(self, words: str) -> None:
        self._context.say(f"{words}.", undo=True)
