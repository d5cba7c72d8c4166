"""What works for a session: encoders, processes, and the stages in the background; most is made when first used."""

import contextlib
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING, cast

from photon.app.captions.draft_sources import DraftChoice
from photon.app.captions.draft_stage import DraftStage
from photon.app.duplicates.duplicates import FoundSets, find_sets
from photon.app.duplicates.pair_stage import PairStage
from photon.app.encoding.encoder_client import EncoderClient
from photon.app.engine.active_encoders import ActiveEncoders
from photon.app.engine.encoder_engine import EncoderEngine
from photon.app.engine.engine_questions import EngineQuestions
from photon.app.films.frame_stage import FrameStage
from photon.app.films.live_stage import LiveStage
from photon.app.films.moment_stage import MomentStage
from photon.app.indexing.background import BackgroundWork
from photon.app.indexing.file_losses import FileLosses
from photon.app.indexing.folder_stats import count_photos
from photon.app.indexing.style_stage import StyleStage
from photon.app.rendering import Rendering
from photon.app.runtime import default_paths
from photon.app.runtime.decoders import Decoders
from photon.app.runtime.history import History
from photon.app.runtime.idle_memory import IdleMemory
from photon.app.runtime.late_part import LatePart, made_part
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.runtime.log import keep_log
from photon.app.runtime.temporary_folder import temporary_folder
from photon.app.search.examples import ExamplePictures
from photon.app.search.tag_access import TagAccess
from photon.app.tags.suggestion_stage import SuggestionStage
from photon.app.tags.tag_classifiers import TagClassifierCache
from photon.app.tags.tag_suggester import LibraryTagSuggester
from photon.app.tags.vocabularies import vocabulary_of
from photon.app.text.fact_stage import FactStage
from photon.app.text.photo_texts import PhotoTexts
from photon.app.turns.turn_stage import TurnStage
from photon.domain import Activity, Changes, Folder, Reading, Region
from photon.domain.metadata.tag import Tagged
from photon.library import Library
from photon.library.photos import folders, photos
from photon.media.read.region import crop_file

if TYPE_CHECKING:
    from photon.app.explore.explore import Explore
    from photon.app.places.places import Places


class Workshop:
    """Looks at folders, and runs processes and the work in the background. Methods that return a Future never wait.

    Attributes:
        engines: The encoder that answers, and the one that is to take over, with their indexes.
        questions: Asks the one that answers.
        examples: Loads the examples of a query.
        learned: The classifiers of learned tags.
        log: Where messages are written to.
        temporary: The folder of the decoders.
        begun: Is done when the work in the background has begun; None until it is asked for.
    """

    proposed_folders = staticmethod(default_paths.proposed_folders)

    def __init__(self, store: LibraryThreads, history: History, open_encoder: Callable[[str], EncoderClient]) -> None:
        """Make what every session needs.

        Args:
            store: The library.
            history: The steps that can be undone.
            open_encoder: Opens an encoder by name; raises PhotonError if there is none.
        """
        self._store, self._history, self._seen = store, history, tuple[int, ...]()
        self.log, self.temporary = keep_log(store.directory), contextlib.ExitStack()
        self.begun: Future[None] | None = None
        self.examples, self.learned = ExamplePictures(self._read_example, self._crop_example), TagClassifierCache()
        self.engines = ActiveEncoders(store.here(), open_encoder, self._make_engine)
        self.questions = EngineQuestions(store, self.engines, self._follow_choice)

    def _make_engine(self, encoder: EncoderClient) -> EncoderEngine:
        return EncoderEngine(self._store, encoder, self.examples, TagAccess(photos.visible, self.learned.find_named))

    def _read_example(self, path: str) -> "Future[Reading]":
        return self.decoders.read(path)

    def _crop_example(self, path: str, region: Region, turn: int) -> Future[bytes]:
        return self.decoders.run(crop_file, path, region, turn)

    def _follow_choice(self) -> bool:
        return self.background.follow_choice()

    # -- processes and stages ------------------------------------------------------------------------

    @LatePart
    def decoders(self) -> Decoders:
        """Processes that read files."""
        return Decoders(folder=self.temporary.enter_context(temporary_folder(self._store.directory)))

    @LatePart
    def rendering(self) -> Rendering:
        """Draws pictures for the loupe."""
        return Rendering(self._store, self.decoders)

    @LatePart
    def background(self) -> BackgroundWork:
        """The threads that bring everything up to date; paused, resumed and stopped together."""
        return BackgroundWork(self._store, self.decoders, self.engines, self.losses)

    @LatePart
    def losses(self) -> FileLosses:
        """Metadata that was removed because files no longer have it."""
        return FileLosses(self._store, self._history)

    @LatePart
    def tagging(self) -> SuggestionStage:
        """Suggests tags."""
        advice = LibraryTagSuggester(self._store, vocabulary_of, self.learned)
        return SuggestionStage(self._store, self.engines.current_encoder, advice, self.background.progress)

    @LatePart
    def drafting(self) -> DraftChoice:
        """What drafts captions."""
        return DraftChoice(self.engines.current_encoder)

    @LatePart
    def describing(self) -> DraftStage:
        """Drafts captions."""
        encoder, work = self.engines.current_encoder, self.background
        return DraftStage(self._store, encoder, self.drafting, work.scan, work.progress)

    @LatePart
    def pairing(self) -> PairStage:
        """Looks which photos are copies."""
        return PairStage(self._store, self.decoders, self.background.is_interrupted)

    def suggest(self, photos: Sequence[int], *, keep: bool) -> dict[int, list[Tagged]]:
        """Suggest tags of photos now; blocks."""
        return self.tagging.suggest(photos, keep=keep)

    def find_sets(self, library: Library, among: Collection[int] | None) -> FoundSets:
        """Find copies and shots of one moment among photos, or all."""
        return find_sets(library, self.engines.current.encoder.id, among)

    # -- the work in the background ------------------------------------------------------------------

    def start(self, texts: PhotoTexts, places: "Places", explore: "Explore", *, watching: bool) -> None:
        """Begin the work in the background.

        Args:
            texts: What reads text in photos.
            places: What names where they were taken.
            explore: What finds themes and things.
            watching: Go on to watch the folders.
        """
        drawn = (self._store, self.decoders, self.background.look_everywhere)
        seen = (TurnStage(*drawn), StyleStage(*drawn), LiveStage(*drawn))
        reading = texts.make_stage(*drawn[1:], self.background.progress)
        facts = FactStage(self._store)  # before the reading, so that a page has its facts at once
        self.background.stages = (
            *seen,
            places.make_stage(),
            self.tagging,
            self.describing,
            self.pairing,
            explore.make_stage(self.engines.current_encoder),
            MomentStage(self._store, self.engines),
            FrameStage(self._store, self.decoders.films, self.background.scans, self.background.progress),
            facts,
            reading,
            texts.make_frame_stage(*drawn[1:], reading),
        )
        self.background.resting = (self.engines, self.decoders, self.drafting, IdleMemory(), reading)
        self.background.set_visible(self._seen)
        self.background.start(watching=watching)

    @property
    def activity(self) -> Activity:
        """What is being done right now."""
        work = made_part(self, "background")
        return Activity() if work is None else cast("Activity", work.progress.activity)

    def set_visible(self, ids: Sequence[int]) -> None:
        """What is on the screen is made searchable first."""
        self._seen = tuple(ids)
        if (work := made_part(self, "background")) is not None:
            work.set_visible(ids)

    @property
    def up_to_date(self) -> bool:
        """Whether nothing is left to do.

        Raises:
            PhotonError: The work stopped because of it.
        """
        if self.background.failure is not None:
            raise self.background.failure
        return self.background.idle

    # -- folders -------------------------------------------------------------------------------------

    def add_folder(self, path: str) -> Future[Folder]:
        """Watch a folder; the look at it starts at once.

        The Future may raise PhotonError, also when a watched folder around it passes it over: nothing would come.
        """
        return self._store.write(self._add_folder, path)

    def _add_folder(self, library: Library, path: str) -> Folder:
        folder = folders.add(library, path)
        default_paths.check_shown(folder, path, folders.skips(library))
        self._store.events.send(Changes(frozenset({"folders"})))
        self.background.scan(folder.id)
        return folder

    def remove_folder(self, folder: int) -> Future[Changes]:
        """Stop watching a folder; files and the photos' marks stay."""
        return self._store.write(self._remove_folder, folder)

    def _remove_folder(self, library: Library, folder: int) -> Changes:
        changes = folders.remove(library, folder)
        self.engines.refresh(library)
        self.background.scan()
        return changes

    def rescan(self) -> Future[None]:
        """Look at every folder again; the Future is done once that is requested."""
        return self._store.read(lambda _: self.background.scan())

    def count_photos(self, path: str) -> Future[int]:
        """How many photos Photon would find in a folder that it does not watch yet."""
        return self._store.read(_count_photos, path)


def _count_photos(library: Library, path: str) -> int:
    return count_photos(path, folders.skips(library))
