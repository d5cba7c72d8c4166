"""A library in use: owns every thread and process, and names the parts that the window and the terminal may use."""

import contextlib
import logging
from collections.abc import Callable
from concurrent.futures import Future, wait
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Self

from photon.app.albums.albums import AlbumEditor
from photon.app.backups.backups import Backups
from photon.app.bin.file_moving import FileMoving
from photon.app.bin.move_steps import MoveSteps
from photon.app.bin.photo_bin import PhotoBin
from photon.app.bin.undo_queue import UndoQueue
from photon.app.browsing import Browsing
from photon.app.captions.caption_servers import CaptionServers
from photon.app.captions.captions import Captions, judge_captions
from photon.app.dates.dating import PhotoDating
from photon.app.decisions.decisions import Decisions
from photon.app.decisions.step_history import StepHistory
from photon.app.duplicates.change_finding import ChangeFinding
from photon.app.duplicates.duplicates import Duplicates
from photon.app.duplicates.set_decisions import SetDecisions
from photon.app.encoding.encoder_client import EncoderClient, SubprocessEncoder
from photon.app.engine.encoder_install import EncoderLibrary
from photon.app.engine.encoder_states import choose_encoder
from photon.app.export.covered_copies import CopyChecks
from photon.app.export.exporting import Exporting
from photon.app.health.library_health import LibraryHealth, Menders
from photon.app.indexing.watched_folders import WatchedFolders
from photon.app.judging import AnswerJudging
from photon.app.library_upkeep import LibraryUpkeep
from photon.app.marking import PhotoMarking
from photon.app.metadata.importing import Importing
from photon.app.metadata.metadata_writing import MetadataWriting
from photon.app.places.place_lookup import find_town, localize_point
from photon.app.runtime.default_paths import default_library
from photon.app.runtime.history import History
from photon.app.runtime.late_part import LatePart, close_made, end_part, made_part
from photon.app.runtime.library_threads import LibraryThreads, ignore_faults
from photon.app.runtime.log import drop_log
from photon.app.search.saved_searches import SavedSearches
from photon.app.searching import Searching
from photon.app.stacks.stack_editor import StackEditor
from photon.app.tags.sensitive_filter import SensitiveFilter
from photon.app.tags.tags import TagEditor
from photon.app.tags.teaching import Teaching
from photon.app.tags.vocabularies import Vocabularies, vocabulary_of
from photon.app.text.photo_texts import PhotoTexts
from photon.app.turns.turning import PhotoTurning
from photon.app.workshop import Workshop
from photon.domain import Activity, Changes
from photon.library import Library
from photon.library.captions import captions
from photon.library.db import settings
from photon.library.people.grouping_version import has_faces
from photon.library.people.people_settings import FIND_PEOPLE

if TYPE_CHECKING:
    from photon.app.explore.explore import Explore
    from photon.app.people.people import People
    from photon.app.places.places import Places

log = logging.getLogger(__name__)


class Session(contextlib.AbstractContextManager["Session"]):
    """The parts of an open library. Whoever needs a part is handed that part.

    Attributes:
        store: The library's threads: reads and writes with any function, and sends changes to listeners.
        hiding: Keeps hidden photos out of sight.
        work: Folders, processes, and the work in the background.
        browsing: Photos and folders as the library has them.
        searching: Searches, similar photos, explanations, and completions of a query.
        marking: Rates, labels and flags photos.
        searches: Saved and recent searches.
        vocabularies: What may be suggested.
        tags: Tags of photos, and what is suggested.
        teaching: Tags that Photon learns from photos.
        albums: Albums, and the photos in them.
        stacks: Stacks of photos, made by hand and from shots of one moment.
        bin: Moves photos to the bin and back, and renames them.
        undoing: Takes back what the person did, and does it again.
        backups: Makes and lists backups of the catalogue.
        upkeep: Says how large the library is, and what is installed.
    """

    def __init__(self, store: LibraryThreads, open_encoder: Callable[[str], EncoderClient]) -> None:
        """Compose the parts; ``open`` is the way to get a session."""
        self.store, history, moving = store, History(), FileMoving(store)
        store.find_town, store.localize = find_town, localize_point
        self.hiding = SensitiveFilter(store, vocabulary_of)
        self.work = Workshop(store, history, open_encoder)
        self.browsing = Browsing(store)
        judging = AnswerJudging(store, history, self.work.questions)
        self.searching = Searching(store, self.work.questions, self.work.examples, self.hiding, judging)
        self.marking = PhotoMarking(store, history)
        self.searches, self.vocabularies = SavedSearches(store, history), Vocabularies(store, history)
        self.tags = TagEditor(store, history, self.work.suggest, self.hiding)
        self.teaching = Teaching(store, self.work.engines, history, self.work.learned)
        self.albums = AlbumEditor(store, history, self.work.questions)
        self.stacks = StackEditor(store, history, self.work.find_sets)
        self.bin = PhotoBin(store, moving, MoveSteps(store, history, moving), self.browsing.path_choice)
        self.undoing = UndoQueue(store, history, self.bin.steps, self.hiding.worded)
        self.backups, self.upkeep = Backups(store), LibraryUpkeep(store)

    @classmethod
    def open(
        cls,
        directory: Path | None = None,
        *,
        background: bool = True,
        encoder: EncoderClient | None = None,
        use: str | None = None,
    ) -> Self:
        """Open or create the library in ``directory`` (None: the platform's place).

        Args:
            directory: Folder of the library.
            background: Watch the folders and bring everything up to date, until ``close``.
            encoder: Another encoder, for tests.
            use: Name of the encoder that is chosen for this library first, as by ``EncoderLibrary.use``.

        Raises:
            PhotonError: The library cannot be opened, or there is no such encoder.
        """
        store = LibraryThreads(directory or default_library())
        try:
            if use is not None:
                store.write(choose_encoder, use).result()
            ignore_faults(lambda: store.write(_judge_captions).result())
            session = cls(store, (lambda _: encoder) if encoder else SubprocessEncoder)
        except BaseException:
            store.close()
            raise
        for notice in store.notices:
            log.warning("%s", notice)
        if background:
            try:
                session.begin().result()
            except BaseException:  # Ctrl+C, too: threads and processes that were begun would go on for ever
                session.close()
                raise
        return session

    def begin(self) -> Future[None]:
        """Do later, on another thread, what ``open`` does with ``background``; a second call changes nothing."""
        self.work.begun = self.work.begun or self.store.read(_begin_work, self)
        return self.work.begun

    def start_work(self) -> None:
        """Bring everything up to date without watching; for one command."""
        self.writing.tidy().result()
        self.backups.make_due()
        _ = self.duplicates, self.watched  # they count from now on
        self.work.start(self.texts, self.places, self.explore, watching=False)
        self.store.read(_find_people, self).result()

    def close(self) -> None:
        """Stop all work, save the graph, end all processes; of the user's edits, only very large ones are given up."""
        self.undoing.history.end()
        if (begun := self.work.begun) is not None and not begun.cancel():
            wait([begun])
        if (drafting := end_part(self.work, "drafting")) is not None:
            drafting.give_up()
        if (turning := made_part(self, "turning")) is not None:
            turning.finish()
        close_made(self, "caption_servers", "exporting", "health", "decisions", "texts", "people")
        self.bin.moving.close()
        if (background := end_part(self.work, "background")) is not None:
            background.stop()
        self.backups.close()
        close_made(self, "writing")
        close_made(self.work, "decoders")
        self.work.temporary.close()
        close_made(self, "encoders")
        close_made(self.work, "drafting")
        self.work.engines.close()
        self.store.close()
        drop_log(self.work.log)

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- parts that are made when they are first used --------------------------------------------------

    @LatePart
    def captions(self) -> Captions:
        """Titles and captions, and what is drafted."""
        ask, stage = self.work.questions.ask, self.work.describing
        return Captions(self.store, self.undoing.history, ask, stage.request, stage.draft)

    @LatePart
    def texts(self) -> PhotoTexts:
        """Text in photos."""
        return PhotoTexts(self.store, self.undoing.history)

    @LatePart
    def people(self) -> "People":
        """Who is in the photos."""
        from photon.app.people.people import People  # most people never start it, and the window opens without it

        return People(self.store, self.undoing.history)

    @LatePart
    def places(self) -> "Places":
        """Where photos were taken."""
        from photon.app.places.places import Places  # its data is large, and the window opens without it

        return Places(self.store, self.undoing.history, lambda: self.work.decoders)

    @LatePart
    def explore(self) -> "Explore":
        """What there is in the library, and what a person decided about it."""
        from photon.app.explore.explore import Explore  # with trips and places, and the window opens without it

        return Explore(self.store, self.undoing.history, self.work.questions)

    @LatePart
    def caption_servers(self) -> CaptionServers:
        """A captioning server that the person runs."""
        return CaptionServers(self.store)

    @LatePart
    def turning(self) -> PhotoTurning:
        """Turns and flips photos."""
        return PhotoTurning(self.store, self.undoing.history)

    @LatePart
    def dates(self) -> PhotoDating:
        """Corrects when photos were taken."""
        return PhotoDating(self.store, self.undoing.history, self.browsing.path_choice)

    @LatePart
    def importing(self) -> Importing:
        """Imports metadata from files."""
        return Importing(self.store, self.undoing.history, self.work.decoders)

    @LatePart
    def writing(self) -> MetadataWriting:
        """Writes words into photos and sidecars."""
        return MetadataWriting(self.store, self.hiding, self.work.decoders, self.browsing.path_choice)

    @LatePart
    def exporting(self) -> Exporting:
        """Copies photos and words to elsewhere."""
        encoder, choice = self.work.engines.current_encoder, self.browsing.path_choice
        find = lambda picture: self.people.find_in_picture(picture)  # noqa: E731, PLW0108 - made when it is first asked
        checks = CopyChecks(self.texts.read_picture, find)
        return Exporting(self.store, self.hiding, self.work.decoders, encoder, choice, checks)

    @LatePart
    def decisions(self) -> Decisions:
        """The journal; writes all that the person decided to a file, and takes it over from one."""
        history = self.undoing.history
        return Decisions(self.store, history, StepHistory(self.store, history, self.bin.moving, self.bin.steps))

    @LatePart
    def health(self) -> LibraryHealth:
        """Looks at everything, and mends what can be mended."""
        menders = Menders(self.backups, self.writing, self.work.background.scan)
        return LibraryHealth(self.store, self.work.engines.current_encoder, menders)

    @LatePart
    def watched(self) -> WatchedFolders:
        """What is decided about watched folders, and what was found again in them."""
        work = self.work.background
        return WatchedFolders(self.store, work.scan, work.moves, self.undoing.history)

    @LatePart
    def encoders(self) -> EncoderLibrary:
        """What can be installed, chosen and removed."""
        return EncoderLibrary(self.store, self.work.engines, self.work.background.follow_choice)

    @LatePart
    def duplicates(self) -> Duplicates:
        """Finds copies and shots of one moment."""
        work, differences = self.work, ChangeFinding(self.store, self.work.decoders)
        return Duplicates(self.store, work.engines, work.pairing, work.background, differences)

    @LatePart
    def sets(self) -> SetDecisions:
        """Decides which of them stay."""
        return SetDecisions(self.store, self.undoing.history, self.bin.moving, self.bin.steps)


def _begin_work(library: Library, session: Session) -> None:
    # before the first look: what a killed process wrote is no news
    ignore_faults(lambda: session.writing.tidy().result())
    ignore_faults(lambda: session.bin.moving.tidy().result())
    ignore_faults(lambda: session.hiding.keep_hidden(session.work.tagging.is_complete))
    _ = session.duplicates, session.watched  # they count from now on
    session.work.start(session.texts, session.places, session.explore, watching=True)
    session.store.events.subscribe(partial(_start_people, session))
    _find_people(library, session)
    session.backups.start()


def _start_people(session: Session, event: Changes | Activity) -> None:
    """Look whether people are to be found after a setting changed, also in another process."""
    if isinstance(event, Changes) and "vocabulary" in event.kinds:
        with contextlib.suppress(RuntimeError):  # Photon is closing
            session.store.read(_find_people, session)


def _find_people(library: Library, session: Session) -> None:
    """Find people if that is on, and follow what the person decides about faces that were found."""
    if settings.get(library, FIND_PEOPLE) or has_faces(library):
        background, people = session.work.background, session.people
        if stages := people.make_stages(session.work.decoders, background.look_everywhere, background.progress):
            background.resting += (people,)
            background.stages += stages


def _judge_captions(library: Library) -> None:
    if captions.unjudged(library):
        judge_captions(library)
