"""A library in use: owns every thread and process, and names what the window and the terminal may ask for."""

import contextlib
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Future, wait
from dataclasses import replace
from pathlib import Path
from typing import Self

from photon.app.albums.albums import AlbumEditor
from photon.app.backups.backups import Backups
from photon.app.bin.file_moving import FileMoving
from photon.app.bin.move_steps import MoveSteps
from photon.app.bin.photo_bin import PhotoBin
from photon.app.bin.renaming import Renaming
from photon.app.bin.undo_queue import UndoQueue
from photon.app.captions.caption_audit import CaptionAudit
from photon.app.captions.caption_servers import CaptionServers
from photon.app.captions.captions import Captions, judge_captions
from photon.app.captions.draft_sources import DraftChoice
from photon.app.captions.draft_stage import DraftStage
from photon.app.dates.dating import PhotoDating
from photon.app.decisions.decisions import Decisions
from photon.app.decisions.step_history import StepHistory
from photon.app.duplicates.duplicates import Duplicates, find_sets
from photon.app.duplicates.pair_stage import copy_stages
from photon.app.duplicates.set_decisions import SetDecisions
from photon.app.encoding.encoder_client import EncoderClient, SubprocessEncoder
from photon.app.engine.active_encoders import ActiveEncoders
from photon.app.engine.encoder_engine import EncoderEngine
from photon.app.engine.encoder_install import EncoderLibrary
from photon.app.engine.encoder_states import choose_encoder
from photon.app.export.exporting import Exporting
from photon.app.health.library_health import LibraryHealth, Menders
from photon.app.indexing.background import BackgroundWork
from photon.app.indexing.folder_stats import count_photos
from photon.app.indexing.style_stage import StyleStage
from photon.app.indexing.watched_folders import WatchedFolders
from photon.app.library_upkeep import LibraryUpkeep
from photon.app.marking import PhotoMarking
from photon.app.metadata.importing import Importing
from photon.app.metadata.metadata_writing import MetadataWriting
from photon.app.rendering import Rendering
from photon.app.runs import Runs
from photon.app.runtime.decoders import Decoders
from photon.app.runtime.default_paths import check_shown, default_library, proposed_folders
from photon.app.runtime.events import Listener
from photon.app.runtime.history import History
from photon.app.runtime.library_threads import LibraryThreads, ignore_faults
from photon.app.runtime.log import drop_log, keep_log
from photon.app.runtime.temporary_folder import temporary_folder
from photon.app.search.examples import ExamplePictures
from photon.app.search.saved_searches import SavedSearches
from photon.app.search.tag_access import TagAccess
from photon.app.searching import Searching
from photon.app.software import SoftwarePart, damaged_files, installed_software, licence_texts
from photon.app.stacks.stack_editor import StackEditor
from photon.app.tags.sensitive_filter import SensitiveFilter
from photon.app.tags.suggestion_stage import SuggestionStage
from photon.app.tags.tag_classifiers import TagClassifierCache
from photon.app.tags.tag_suggester import LibraryTagSuggester
from photon.app.tags.tags import TagEditor
from photon.app.tags.teaching import Teaching
from photon.app.tags.vocabularies import Vocabularies, vocabulary_of
from photon.app.turns.turn_stage import TurnStage
from photon.app.turns.turning import PhotoTurning
from photon.domain import Activity, Changes, Counts, Folder
from photon.domain.photo.marks import Flag, Label
from photon.language import tr
from photon.library import Library
from photon.library.photos import folders, photos
from photon.library.tags import hidden_photos
from photon.media.read.picture import Picture
from photon.media.read.reading import read
from photon.media.read.region import crop_file

log = logging.getLogger(__name__)


class Session(Searching, contextlib.AbstractContextManager["Session"]):
    """Everything the window and the terminal may ask for. Methods that return a Future never wait.

    Attributes:
        directory: Where the library lies.
        searches: Saved and recent searches.
        encoders: What can be installed, chosen and removed.
        tags: Tags of photos, and what is suggested.
        albums: Albums, and the photos in them.
        dates: Corrects when photos were taken.
        turning: Turns and flips photos.
        teaching: Tags that Photon learns from photos.
        captions: Titles and captions, and what is drafted.
        vocabularies: What may be suggested.
        runs: What Photon said or imported at once.
        importing: Imports metadata from files.
        writing: Writes words into photos and sidecars.
        bin: Moves photos to the bin and back.
        renaming: Gives photos names by a template.
        moving: Moves files for both.
        exporting: Copies photos and words to elsewhere.
        auditing: Finds captions that may not fit.
        caption_servers: A captioning server that the person runs.
        watched: What is decided about watched folders, and what was found again in them.
        backups: Makes and lists backups of the catalogue.
        decisions: Writes all that the person decided to a file, and takes it over from one.
        steps: Says who decided what and when, and undoes any step.
        upkeep: Says how large the library is.
        health: Looks at everything, and mends what can be mended.
        duplicates: Finds copies and shots of one moment.
        sets: Decides which of them stay.
        stacks: Stacks of photos, made by hand and from shots of one moment.
        hiding: Keeps sensitive photos out of sight.
    """

    def __init__(self, store: LibraryThreads, open_encoder: Callable[[str], EncoderClient]) -> None:
        """Compose the parts; ``open`` is the way to get a session."""
        self.directory, self._log = store.directory, keep_log(store.directory)
        self._temporary = contextlib.ExitStack()
        self._decoders = Decoders(folder=self._temporary.enter_context(temporary_folder(store.directory)))
        examples = ExamplePictures(
            lambda path: self._decoders.run(read, path),
            lambda path, region, turn: self._decoders.run(crop_file, path, region, turn),
        )
        self.hiding, learned = SensitiveFilter(store, vocabulary_of), TagClassifierCache()
        tags = TagAccess(hidden_photos.visible, learned.find_named)
        encoders = ActiveEncoders(store.here(), open_encoder, lambda one: EncoderEngine(store, one, examples, tags))
        self._background = BackgroundWork(store, self._decoders, encoders)
        super().__init__(store, encoders, examples, self._background.follow_choice)
        self._history, self._rendering = History(), Rendering(store, self._decoders)
        self._begun: Future[None] | None = None
        self.teaching = Teaching(store, encoders, self._history, learned)
        encoder, progress, scan = encoders.current_encoder, self._background.progress, self._background.scan
        tagging = SuggestionStage(store, encoder, LibraryTagSuggester(store, vocabulary_of, learned), progress)
        drawn = (store, self._decoders, self._background.look_everywhere)
        self._marking, self._drafting = PhotoMarking(store, self._history), DraftChoice(encoder)
        describing = DraftStage(store, encoder, self._drafting, scan, progress)
        copying = copy_stages(*drawn)
        self._background.stages = (TurnStage(*drawn), StyleStage(*drawn), tagging, describing, *copying)
        self._background.resting = (encoders, self._decoders, self._drafting)
        self._compose_words(store, tagging, describing)
        self._compose_files(store, scan)
        self.encoders = EncoderLibrary(store, encoders, self._background.follow_choice)
        self.duplicates = Duplicates(store, lambda: encoders.current.encoder.id, copying[1], self._background)
        self.stacks = StackEditor(
            store, self._history, lambda library, among: find_sets(library, encoders.current.encoder.id, among)
        )
        self.health = LibraryHealth(store, encoder, Menders(self.backups, self.writing, scan))
        self.exporting = Exporting(store, self.hiding, self._decoders, encoder, lambda: self._choice)

    def _compose_words(self, store: LibraryThreads, tagging: SuggestionStage, describing: DraftStage) -> None:
        """Compose what is said of photos."""
        self.searches, self.vocabularies = SavedSearches(store, self._history), Vocabularies(store, self._history)
        self.tags = TagEditor(store, self._history, tagging.suggest, self.hiding)
        self.runs, self.turning = Runs(store, self._history), PhotoTurning(store, self._history)
        self.albums = AlbumEditor(store, self._history, self.with_smart_albums)
        self.dates = PhotoDating(store, self._history, lambda: self._choice)
        self.captions = Captions(store, self._history, describing.request, lambda: True, describing.draft)
        self.auditing, self.caption_servers = CaptionAudit(self._with_engine, self.hiding), CaptionServers(store)

    def _compose_files(self, store: LibraryThreads, scan: Callable[..., None]) -> None:
        """Compose what reads, writes and moves the user's files, and what keeps the library's."""
        self.watched = WatchedFolders(store, scan, self._background.moves, self._history)
        self.importing = Importing(store, self._history, self._decoders, self.hiding)
        self.writing = MetadataWriting(store, self.hiding, self._decoders, lambda: self._choice)
        history, moving = self._history, FileMoving(store)
        steps = MoveSteps(store, history, moving)
        self.bin, self.moving = PhotoBin(store, moving, steps, lambda: self._choice), moving
        self.sets = SetDecisions(store, history, moving, steps)
        self.renaming = Renaming(store, moving, steps, lambda: self._choice)
        self.backups, self.steps, self.upkeep = Backups(store), StepHistory(store, history), LibraryUpkeep(store)
        self.decisions, self._undoing = Decisions(store, history, scan), UndoQueue(store, history, steps, self._told)

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
            ignore_faults(lambda: store.write(judge_captions).result())
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
        self._begun = self._begun or self._store.read(lambda _: self._begin())
        return self._begun

    def _begin(self) -> None:
        # before the first look: what a killed process wrote is no news
        ignore_faults(lambda: self.writing.tidy().result())
        ignore_faults(lambda: self.moving.tidy().result())
        self._background.start(watching=True)
        self.backups.start()

    def warm_up(self) -> None:
        """Start the processes, so that neither the first query nor the first large picture waits for them."""
        self._decoders.warm_up()
        self.expect_words()
        self._with_engine(lambda engine, lib: ignore_faults(lambda: engine.finding.warm_up(lib)), counts=True)

    def close(self) -> None:
        """Stop all work, save the graph, end all processes."""
        wait([self._begun] if self._begun is not None else [])
        self.exporting.close()
        self.health.close()
        self.decisions.close()
        self.moving.close()
        self._background.stop()
        self.backups.close()
        self.writing.close()
        self._decoders.close()
        self._temporary.close()
        self.encoders.close()
        self._drafting.close()
        self._encoders.close()
        self._store.close()
        drop_log(self._log)

    def __exit__(self, *_: object) -> None:
        self.close()

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Hear of every Changes and Activity, on worker threads; the result unsubscribes."""
        return self._store.events.subscribe(listener)

    @property
    def notices(self) -> tuple[str, ...]:
        """What was begun anew at the start because it was damaged, as sentences."""
        return self._store.notices

    # -- the library ---------------------------------------------------------------------------------

    def counts(self) -> Future[Counts]:
        """Photos, searchable ones, problems, films."""
        return self._with_engine(
            lambda engine, lib: replace(photos.counts(lib, engine.encoder.id), hidden=self.hiding.count(lib)),
            counts=True,
        )

    def add_folder(self, path: str) -> Future[Folder]:
        """Watch a folder; the look at it starts at once.

        The Future may raise PhotonError, also when a watched folder around it passes it over: nothing would come.
        """
        return self._store.write(self._add_folder, path)

    def _add_folder(self, library: Library, path: str) -> Folder:
        folder = folders.add(library, path)
        check_shown(folder, path, folders.skips(library))
        self._store.events.send(Changes(frozenset({"folders"})))
        self._background.scan(folder.id)
        return folder

    def remove_folder(self, folder: int) -> Future[Changes]:
        """Stop watching a folder; files and the photos' marks stay."""
        return self._store.write(self._remove_folder, folder)

    def _remove_folder(self, library: Library, folder: int) -> Changes:
        changes = folders.remove(library, folder)
        self._encoders.refresh(library)
        self._background.scan()
        return changes

    def rescan(self) -> None:
        """Look at every folder again."""
        self._store.read(lambda _: self._background.scan())

    def picture(self, photo: int, long_side: int | None, version: bytes = b"") -> Future[Picture]:
        """The picture itself for the loupe, from the file, as on a card of this version; it may raise PhotonError."""
        return self._rendering.picture(photo, long_side, version)

    def software(self) -> Future[list[SoftwarePart]]:
        """Photon and what it is built on, as installed here."""
        return self._store.read(lambda _: installed_software())

    def licence_texts(self) -> Future[str]:
        """The licence files of what Photon is built on."""
        return self._store.read(lambda _: licence_texts())

    def damaged_files(self) -> Future[list[str]]:
        """Files that this installation lacks or has only in part."""
        return self._store.read(lambda _: damaged_files())

    # -- marks ---------------------------------------------------------------------------------------

    def rate(self, ids: Sequence[int], stars: int) -> Future[Changes]:
        """Give 0..5 stars; can be undone."""
        return self._marking.rate(ids, stars)

    def favour(self, ids: Sequence[int], favourite: bool) -> Future[Changes]:  # noqa: FBT001 - what is set
        """Set or clear the heart; can be undone."""
        return self._marking.favour(ids, favourite)

    def label(self, ids: Sequence[int], label: Label) -> Future[Changes]:
        """Give a colour label, or take it away; can be undone."""
        return self._marking.label(ids, label)

    def flag(self, ids: Sequence[int], flag: Flag) -> Future[Changes]:
        """Pick or reject, or neither; can be undone."""
        return self._marking.flag(ids, flag)

    def undo(self) -> Future[str | None]:
        """Take back what the person did last: what it was, or None; see ``UndoQueue`` for what the Future may raise."""
        return self._undoing.undo()

    def redo(self) -> Future[str | None]:
        """Do again what was undone last."""
        return self._undoing.redo()

    @property
    def is_editing(self) -> bool:
        """Whether marks, tags or captions that the person asked for are not written yet."""
        return self._history.is_editing

    def stop_editing(self) -> None:
        """Give up what the person asked for and is not written yet; each of it is left as it was, none half done."""
        self._history.stop()

    def last_step(self) -> Future[int]:
        """The number of the step that ``undo`` would take back, after everything asked for before; 0 for none."""
        return self._store.write(lambda _: self._history.last)

    def _told(self, outcome: tuple[str | None, Changes]) -> str | None:
        name, changes = outcome
        self._store.events.send(changes)
        return tr("changed hidden photos") if changes.photos and changes.photos <= self.hiding.away else name

    # -- the work in the background ------------------------------------------------------------------

    @property
    def activity(self) -> Activity:
        """What is being done right now."""
        return self._background.progress.activity

    def pause(self) -> None:
        """Rest after what is in flight."""
        self._background.pause()

    def resume(self) -> None:
        """Go on."""
        self._background.resume()

    def set_visible(self, ids: Sequence[int]) -> None:
        """What is on the screen is made searchable first."""
        self._background.set_visible(ids)

    def start_work(self) -> None:
        """Bring everything up to date without watching; for one command."""
        self.writing.tidy().result()
        self.backups.make_due()
        self._background.start(watching=False)

    @property
    def up_to_date(self) -> bool:
        """Whether nothing is left to do.

        Raises:
            PhotonError: The work stopped because of it.
        """
        if self._background.failure is not None:
            raise self._background.failure
        return self._background.idle

    def count_photos(self, path: str) -> Future[int]:
        """How many photos Photon would find in a folder that it does not watch yet."""
        return self._store.read(lambda library: count_photos(path, folders.skips(library)))

    def proposed_folders(self) -> list[str]:
        """Folders that probably hold photos, for the first run."""
        return proposed_folders()
