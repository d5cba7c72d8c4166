"""A library in use: owns every thread and process, and names what the window and the terminal may ask for."""

import contextlib
import logging
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future, wait
from pathlib import Path
from typing import Self, cast

from photon.app.albums.albums import AlbumEditor
from photon.app.backups.backups import Backups
from photon.app.bin.file_moving import FileMoving
from photon.app.bin.move_steps import MoveSteps
from photon.app.bin.undo_queue import UndoQueue
from photon.app.captions.captions import judge_captions
from photon.app.duplicates.duplicates import FoundSets, find_sets
from photon.app.encoding.encoder_client import EncoderClient, SubprocessEncoder
from photon.app.engine.active_encoders import ActiveEncoders
from photon.app.engine.encoder_engine import EncoderEngine
from photon.app.engine.encoder_states import choose_encoder
from photon.app.indexing.folder_stats import count_photos
from photon.app.marking import PhotoMarking
from photon.app.runtime.default_paths import check_shown, default_library, proposed_folders
from photon.app.runtime.events import Listener
from photon.app.runtime.history import History
from photon.app.runtime.late_part import end_part, made_part
from photon.app.runtime.library_threads import LibraryThreads, ignore_faults
from photon.app.runtime.log import drop_log, keep_log
from photon.app.search.examples import ExamplePictures
from photon.app.search.saved_searches import SavedSearches
from photon.app.search.tag_access import TagAccess
from photon.app.session_parts import SessionParts
from photon.app.software import SoftwarePart, damaged_files, installed_software, licence_texts
from photon.app.stacks.stack_editor import StackEditor
from photon.app.tags.sensitive_filter import SensitiveFilter
from photon.app.tags.tag_classifiers import TagClassifierCache
from photon.app.tags.tags import TagEditor
from photon.app.tags.teaching import Teaching
from photon.app.tags.vocabularies import Vocabularies, vocabulary_of
from photon.domain import Activity, Changes, Counts, Folder, Reading, Region
from photon.domain.metadata.tag import Tagged
from photon.domain.photo.marks import Flag, Label
from photon.language import tr
from photon.library import Library
from photon.library.captions import captions
from photon.library.decisions.undoing import UndoOutcome
from photon.library.photos import folders, photos
from photon.library.vectors import vectors
from photon.media.read.picture import Picture
from photon.media.read.reading import read
from photon.media.read.region import crop_file

log = logging.getLogger(__name__)


class Session(SessionParts, contextlib.AbstractContextManager["Session"]):
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
        losses: Metadata that was removed because files no longer have it.
        backups: Makes and lists backups of the catalogue.
        decisions: Writes all that the person decided to a file, and takes it over from one.
        texts: Text in photos.
        steps: Says who decided what and when, and undoes any step.
        upkeep: Says how large the library is.
        health: Looks at everything, and mends what can be mended.
        duplicates: Finds copies and shots of one moment.
        sets: Decides which of them stay.
        stacks: Stacks of photos, made by hand and from shots of one moment.
        hiding: Keeps hidden photos out of sight.
    """

    def __init__(self, store: LibraryThreads, open_encoder: Callable[[str], EncoderClient]) -> None:
        """Compose the parts; ``open`` is the way to get a session."""
        self.directory, self._log = store.directory, keep_log(store.directory)
        self._temporary = contextlib.ExitStack()
        examples = ExamplePictures(self._read_example, self._crop_example)
        self.hiding, learned = SensitiveFilter(store, vocabulary_of), TagClassifierCache()
        tags = TagAccess(photos.visible, learned.find_named)
        encoders = ActiveEncoders(store.here(), open_encoder, lambda one: EncoderEngine(store, one, examples, tags))
        super().__init__(store, encoders, examples, self._follow_encoder)
        self._history, self._seen = History(), ()
        self._begun: Future[None] | None = None
        self._learned = learned
        self.teaching = Teaching(store, encoders, self._history, learned)
        self._marking = PhotoMarking(store, self._history)
        self._compose_words(store)
        self._compose_files(store)
        self.stacks = StackEditor(store, self._history, self._find_sets)

    def _compose_words(self, store: LibraryThreads) -> None:
        """Compose what is said of photos."""
        self.searches, self.vocabularies = SavedSearches(store, self._history), Vocabularies(store, self._history)
        self.tags = TagEditor(store, self._history, self._suggest, self.hiding)
        self.albums = AlbumEditor(store, self._history, self.with_smart_albums)

    def _compose_files(self, store: LibraryThreads) -> None:
        """Compose what moves the user's files, and what keeps the library's."""
        history, self.moving = self._history, FileMoving(store)
        self._steps = MoveSteps(store, history, self.moving)
        self.backups, self._undoing = Backups(store), UndoQueue(store, history, self._steps, self._worded)

    def _suggest(self, photos: Sequence[int], *, keep: bool) -> dict[int, list[Tagged]]:
        return self._tagging.suggest(photos, keep=keep)

    def _follow_encoder(self) -> bool:
        return self._background.follow_choice()

    def _read_example(self, path: str) -> "Future[Reading]":
        return self._decoders.run(read, path)

    def _crop_example(self, path: str, region: Region, turn: int) -> Future[bytes]:
        return self._decoders.run(crop_file, path, region, turn)

    def _find_sets(self, library: Library, among: Collection[int] | None) -> FoundSets:
        return find_sets(library, self._encoders.current.encoder.id, among)

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
        self._begun = self._begun or self._store.read(lambda _: self._begin())
        return self._begun

    def _begin(self) -> None:
        # before the first look: what a killed process wrote is no news
        ignore_faults(lambda: self.writing.tidy().result())
        ignore_faults(lambda: self.moving.tidy().result())
        ignore_faults(lambda: self.hiding.keep_hidden(self._is_suggested))
        self._make_stages(with_texts=True)
        self._background.start(watching=True)
        self.backups.start()

    def _is_suggested(self, library: Library) -> bool:
        """Return whether the cache has what photos need for their suggestions, and these; a new cache has nothing."""
        encoder = self._encoders.current.encoder.id
        has_all = vectors.count(library, encoder) > 0 and not vectors.count_pending(library, encoder)
        return has_all and not self._tagging.anything_left(library)

    def warm_up(self) -> None:
        """Start the processes, so that neither the first query nor the first large picture waits for them."""
        self._decoders.warm_up()
        self.expect_words()
        self._with_engine(lambda engine, lib: ignore_faults(lambda: engine.finding.warm_up(lib)), counts=True)

    def close(self) -> None:
        """Stop all work, save the graph, end all processes; of the user's edits, only very large ones are given up."""
        self._history.end()
        if self._begun is not None and not self._begun.cancel():
            wait([self._begun])
        if (drafting := end_part(self, "_drafting")) is not None:
            drafting.give_up()
        if (turning := made_part(self, "turning")) is not None:
            turning.finish()
        self._close_made("caption_servers", "exporting", "health", "decisions", "texts")
        self.moving.close()
        if (work := end_part(self, "_background")) is not None:
            work.stop()
        self.backups.close()
        self._close_made("writing", "_decoders")
        self._temporary.close()
        self._close_made("encoders", "_drafting")
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
        """What was recreated at the start because it was damaged, or is off because it is from elsewhere."""
        return self._store.notices

    # -- the library ---------------------------------------------------------------------------------

    def counts(self) -> Future[Counts]:
        """Photos, searchable ones, problems, films."""
        return self._with_engine(
            lambda engine, lib: self.hiding.count(lib, photos.counts(lib, engine.encoder.id)),
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

    def hide(self, ids: Sequence[int], hidden: bool) -> Future[Changes]:  # noqa: FBT001 - what is set
        """Hide photos, or show them though they may be sensitive; can be undone."""
        return self._marking.hide(ids, hidden)

    def mark(self, ids: Sequence[int], stars: int | None, label: Label | None, flag: Flag | None) -> Future[int]:
        """Set several of these marks as one step, None for none; how many photos changed."""
        return self._marking.mark(ids, stars, label, flag)

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
        return self._store.write(lambda _: self._history.last.number)

    def _worded(self, done: UndoOutcome) -> str:
        """Describe what was undone or redone, without details of hidden photos."""
        return tr("changed hidden photos") if done.photos and done.photos <= self.hiding.away else done.name

    # -- the work in the background ------------------------------------------------------------------

    @property
    def activity(self) -> Activity:
        """What is being done right now."""
        work = made_part(self, "_background")
        return Activity() if work is None else cast("Activity", work.progress.activity)

    def pause(self) -> None:
        """Rest after what is in flight."""
        self._background.pause()

    def resume(self) -> None:
        """Go on."""
        self._background.resume()

    def set_visible(self, ids: Sequence[int]) -> None:
        """What is on the screen is made searchable first."""
        self._seen = ids
        if (work := made_part(self, "_background")) is not None:
            work.set_visible(ids)

    def start_work(self) -> None:
        """Bring everything up to date without watching; for one command."""
        self.writing.tidy().result()
        self.backups.make_due()
        self._make_stages()
        self._background.start(watching=False)

    @property
    def has_decided(self) -> bool:
        """Whether the person's data was changed in this session; also once it is closed."""
        return self._store.has_decided

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


def _judge_captions(library: Library) -> None:
    if captions.unjudged(library):
        judge_captions(library)
