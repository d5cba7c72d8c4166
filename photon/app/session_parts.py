"""Parts of a session that the window does not need at once: each is made when it is first used."""

import contextlib
from collections.abc import Sequence

from photon.app.backups.backups import Backups
from photon.app.bin.file_moving import FileMoving
from photon.app.bin.move_steps import MoveSteps
from photon.app.bin.photo_bin import PhotoBin
from photon.app.bin.renaming import Renaming
from photon.app.captions.caption_audit import CaptionAudit
from photon.app.captions.caption_servers import CaptionServers
from photon.app.captions.captions import Captions
from photon.app.captions.draft_sources import DraftChoice
from photon.app.captions.draft_stage import DraftStage
from photon.app.dates.dating import PhotoDating
from photon.app.decisions.decisions import Decisions
from photon.app.decisions.step_history import StepHistory
from photon.app.duplicates.change_finding import ChangeFinding
from photon.app.duplicates.duplicates import Duplicates
from photon.app.duplicates.pair_stage import PairStage
from photon.app.duplicates.set_decisions import SetDecisions
from photon.app.engine.encoder_install import EncoderLibrary
from photon.app.export.exporting import Exporting
from photon.app.health.library_health import LibraryHealth, Menders
from photon.app.indexing.background import BackgroundWork
from photon.app.indexing.file_losses import FileLosses
from photon.app.indexing.style_stage import StyleStage
from photon.app.indexing.watched_folders import WatchedFolders
from photon.app.library_settings import LibrarySettings
from photon.app.library_upkeep import LibraryUpkeep
from photon.app.metadata.importing import Importing
from photon.app.metadata.metadata_writing import MetadataWriting
from photon.app.rendering import Rendering
from photon.app.runs import Runs
from photon.app.runtime.decoders import Decoders
from photon.app.runtime.history import History
from photon.app.runtime.idle_memory import IdleMemory
from photon.app.runtime.late_part import LatePart, end_part
from photon.app.runtime.temporary_folder import temporary_folder
from photon.app.searching import Searching
from photon.app.tags.sensitive_filter import SensitiveFilter
from photon.app.tags.suggestion_stage import SuggestionStage
from photon.app.tags.tag_classifiers import TagClassifierCache
from photon.app.tags.tag_suggester import LibraryTagSuggester
from photon.app.tags.vocabularies import vocabulary_of
from photon.app.text.photo_texts import PhotoTexts
from photon.app.turns.turn_stage import TurnStage
from photon.app.turns.turning import PhotoTurning
from photon.domain.metadata.caption import CaptionDraft


class SessionParts(Searching):
    """Makes the parts from those that a session always has."""

    hiding: SensitiveFilter
    backups: Backups
    moving: FileMoving
    _history: History
    _steps: MoveSteps
    _learned: TagClassifierCache
    _temporary: contextlib.ExitStack
    _seen: Sequence[int]

    # -- what is said of photos ----------------------------------------------------------------------

    @LatePart
    def runs(self) -> Runs:
        """What Photon said or imported at once."""
        return Runs(self._store, self._history)

    @LatePart
    def turning(self) -> PhotoTurning:
        """Turns and flips photos."""
        return PhotoTurning(self._store, self._history)

    @LatePart
    def dates(self) -> PhotoDating:
        """Corrects when photos were taken."""
        return PhotoDating(self._store, self._history, lambda: self._choice)

    @LatePart
    def captions(self) -> Captions:
        """Titles and captions, and what is drafted."""
        return Captions(self._store, self._history, self._request_drafts, self._draft)

    def _request_drafts(self, photos: Sequence[int]) -> None:
        self._describing.request(photos)

    def _draft(self, photos: Sequence[int], *, keep: bool) -> dict[int, CaptionDraft]:
        return self._describing.draft(photos, keep=keep)

    @LatePart
    def texts(self) -> PhotoTexts:
        """Text in photos."""
        return PhotoTexts(self._store)

    @LatePart
    def auditing(self) -> CaptionAudit:
        """Finds captions that may not fit."""
        return CaptionAudit(self._with_engine)

    @LatePart
    def caption_servers(self) -> CaptionServers:
        """A captioning server that the person runs."""
        return CaptionServers(self._store)

    @LatePart
    def settings(self) -> LibrarySettings:
        """The settings of the library."""
        return LibrarySettings(self._store, self._background.scan)

    # -- what reads, writes and moves the user's files, and what keeps the library's -------------------

    @LatePart
    def importing(self) -> Importing:
        """Imports metadata from files."""
        return Importing(self._store, self._history, self._decoders)

    @LatePart
    def writing(self) -> MetadataWriting:
        """Writes words into photos and sidecars."""
        return MetadataWriting(self._store, self.hiding, self._decoders, lambda: self._choice)

    @LatePart
    def bin(self) -> PhotoBin:
        """Moves photos to the bin and back."""
        return PhotoBin(self._store, self.moving, self._steps, lambda: self._choice)

    @LatePart
    def renaming(self) -> Renaming:
        """Gives photos names by a template."""
        return Renaming(self._store, self.moving, self._steps, lambda: self._choice)

    @LatePart
    def exporting(self) -> Exporting:
        """Copies photos and words to elsewhere."""
        encoder = self._encoders.current_encoder
        return Exporting(self._store, self.hiding, self._decoders, encoder, lambda: self._choice)

    @LatePart
    def steps(self) -> StepHistory:
        """Says who decided what and when, and undoes any step."""
        return StepHistory(self._store, self._history, self.moving, self._steps)

    @LatePart
    def decisions(self) -> Decisions:
        """Writes all that the person decided to a file, and takes it over from one."""
        return Decisions(self._store, self._history)

    @LatePart
    def upkeep(self) -> LibraryUpkeep:
        """Says how large the library is."""
        return LibraryUpkeep(self._store)

    @LatePart
    def health(self) -> LibraryHealth:
        """Looks at everything, and mends what can be mended."""
        menders = Menders(self.backups, self.writing, self._background.scan)
        return LibraryHealth(self._store, self._encoders.current_encoder, menders)

    # -- the work in the background, and its processes -------------------------------------------------

    @LatePart
    def _decoders(self) -> Decoders:
        return Decoders(folder=self._temporary.enter_context(temporary_folder(self._store.directory)))

    @LatePart
    def _rendering(self) -> Rendering:
        return Rendering(self._store, self._decoders)

    @LatePart
    def _background(self) -> BackgroundWork:
        return BackgroundWork(self._store, self._decoders, self._encoders, self.losses)

    @LatePart
    def losses(self) -> FileLosses:
        """Metadata that was removed because files no longer have it."""
        return FileLosses(self._store, self._history)

    @LatePart
    def watched(self) -> WatchedFolders:
        """What is decided about watched folders, and what was found again in them."""
        return WatchedFolders(self._store, self._background.scan, self._background.moves, self._history)

    # -- what goes by the pictures ---------------------------------------------------------------------

    @LatePart
    def encoders(self) -> EncoderLibrary:
        """What can be installed, chosen and removed."""
        return EncoderLibrary(self._store, self._encoders, self._background.follow_choice)

    @LatePart
    def duplicates(self) -> Duplicates:
        """Finds copies and shots of one moment."""
        return Duplicates(self._store, lambda: self._encoders.current.encoder.id, self._pairing, self._background)

    @LatePart
    def differences(self) -> ChangeFinding:
        """Finds what changed from one of them to the others."""
        return ChangeFinding(self._store, self._decoders)

    @LatePart
    def sets(self) -> SetDecisions:
        """Decides which of them stay."""
        return SetDecisions(self._store, self._history, self.moving, self._steps)

    @LatePart
    def _tagging(self) -> SuggestionStage:
        advice = LibraryTagSuggester(self._store, vocabulary_of, self._learned)
        return SuggestionStage(self._store, self._encoders.current_encoder, advice, self._background.progress)

    @LatePart
    def _drafting(self) -> DraftChoice:
        return DraftChoice(self._encoders.current_encoder)

    @LatePart
    def _describing(self) -> DraftStage:
        encoder, work = self._encoders.current_encoder, self._background
        return DraftStage(self._store, encoder, self._drafting, work.scan, work.progress)

    @LatePart
    def _pairing(self) -> PairStage:
        return PairStage(self._store, self._decoders, self._background.is_interrupted)

    def _close_made(self, *names: str) -> None:
        """Close the parts of these names that were made, in this order; the others are not made any more."""
        for name in names:
            part = end_part(self, name)
            if part is not None:
                part.close()

    def _make_stages(self, *, with_texts: bool = False) -> None:
        """Make what the work in the background does after photos have vectors; before it starts."""
        drawn = (self._store, self._decoders, self._background.look_everywhere)
        seen = (TurnStage(*drawn), StyleStage(*drawn))
        reading = self.texts.make_stages(*drawn[1:], self._background.progress) if with_texts else ()
        self._background.stages = (*seen, self._tagging, self._describing, self._pairing, *reading)
        self._background.resting = (self._encoders, self._decoders, self._drafting, IdleMemory(), *reading)
        self._background.set_visible(self._seen)
        _ = self.duplicates, self.watched  # they count from now on
