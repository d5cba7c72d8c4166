"""The window's interface of a session, as types: the real session and the fake one must both match it.

``test_session_contract`` checks both: mypy compares their signatures, and its tests compare their behaviour.
"""

from concurrent.futures import Future
from typing import Protocol

from tests.ui.part_protocols import (
    AlbumsApi,
    BackupsApi,
    BinApi,
    BrowsingApi,
    CaptionsApi,
    CaptionServersApi,
    DecisionsApi,
    EncodersApi,
    HealthApi,
    HidingApi,
    ImportingApi,
    MarkingApi,
    SearchesApi,
    SearchingApi,
    StacksApi,
    StoreApi,
    TagsApi,
    UndoingApi,
    UpkeepApi,
    VocabulariesApi,
    WatchedApi,
    WorkApi,
)


class SessionApi(Protocol):
    """A library in use. Futures may raise PhotonError."""

    @property
    def store(self) -> StoreApi: ...
    @property
    def browsing(self) -> BrowsingApi: ...
    @property
    def searching(self) -> SearchingApi: ...
    @property
    def marking(self) -> MarkingApi: ...
    @property
    def undoing(self) -> UndoingApi: ...
    @property
    def work(self) -> WorkApi: ...
    @property
    def searches(self) -> SearchesApi: ...
    @property
    def albums(self) -> AlbumsApi: ...
    @property
    def stacks(self) -> StacksApi: ...
    @property
    def tags(self) -> TagsApi: ...
    @property
    def vocabularies(self) -> VocabulariesApi: ...
    @property
    def hiding(self) -> HidingApi: ...
    @property
    def bin(self) -> BinApi: ...
    @property
    def captions(self) -> CaptionsApi: ...
    @property
    def encoders(self) -> EncodersApi: ...
    @property
    def watched(self) -> WatchedApi: ...
    @property
    def upkeep(self) -> UpkeepApi: ...
    @property
    def health(self) -> HealthApi: ...
    @property
    def decisions(self) -> DecisionsApi: ...
    @property
    def backups(self) -> BackupsApi: ...
    @property
    def caption_servers(self) -> CaptionServersApi: ...
    @property
    def importing(self) -> ImportingApi: ...

    def close(self) -> None: ...
    def begin(self) -> Future[None]: ...
