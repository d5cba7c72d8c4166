"""Compares the pictures of pairs in decoders, and stores each result as it comes."""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import asdict, replace

from photon.app.bin.file_moving import Stop
from photon.app.indexing.preview_stage import answer_of
from photon.app.runtime.decoders import Decoders
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain.photo.exposure_traces import ExposureTraces
from photon.domain.photo.likeness import NO_LIKENESS, Likeness
from photon.domain.photo.shot import Shot
from photon.duplicates.copy_search import Asked
from photon.duplicates.same_picture import should_trace
from photon.library.duplicates import picture_pairs
from photon.library.duplicates.picture_pairs import Pair
from photon.library.photos.photos import previews as previews_of
from photon.media.read.exposure_traces import FileTraces, compare_traces, read_traces
from photon.media.read.neighbouring_views import compare_views
from photon.media.read.preview_alignment import PreviewPair, compare_previews
from photon.media.read.turned_comparison import TurnedPreviews, compare_turned

_TASK = 8  # pairs per task: about 0.1 s
_MOST_KEPT = 256  # files whose traces are kept, 0.3 MB each; a photo is compared in up to six rounds
_UNTOLD = ExposureTraces(0.0, 1.0, is_resaved=False)
"""For files that can't be read now: without a measurement, they don't count as copies."""


class PairComparing:
    """Compares pairs, a few per decoder at a time, so that it can stop soon without losing results."""

    def __init__(self, store: LibraryThreads, decoders: Decoders, stop: Stop) -> None:
        """Take the tools, and a function that returns whether to stop."""
        self._store, self._decoders, self._stop = store, decoders, stop
        self._traces: dict[int, FileTraces | None] = {}

    def compare(self, asked: Sequence[Asked], shots: Mapping[int, Shot]) -> dict[Pair, Likeness] | None:
        """Compare pairs and store the results.

        Args:
            asked: The comparisons, all as the pictures are, all turned, or all beside each other.
            shots: The photos.

        Returns:
            The results; pairs without previews are left out; None if it was stopped.
        """
        found: dict[Pair, Likeness] = {}
        size = _TASK * self._decoders.count
        for at in range(0, len(asked), size):
            some = None if self._stop() else self._portion(asked[at : at + size], shots)
            if some is None:
                return None
            found |= some
        return found

    def _portion(self, asked: Sequence[Asked], shots: Mapping[int, Shot]) -> dict[Pair, Likeness] | None:
        previews = previews_of(self._store.here(), {photo for one in asked for photo in one.pair})
        asked = [one for one in asked if one.frame in previews and one.picture in previews]
        parts = [asked[start : start + _TASK] for start in range(0, len(asked), _TASK)]
        tasks = [self._task(part, previews) for part in parts]
        found: dict[Pair, Likeness] = {}
        for part, task in zip(parts, tasks, strict=True):
            answer = answer_of(task, len(part))
            if len(answer) < len(part):
                return None
            for one, likeness in zip(part, answer, strict=True):
                is_whole = one.turn is None and not one.is_beside
                if is_whole or (likeness is not None and (likeness.way or (one.is_beside and likeness.overlap > 0))):
                    found[one.pair] = likeness or NO_LIKENESS
        is_done = self._trace(found, shots)
        if found:
            self._store.write(picture_pairs.store, compared=found, photos=()).result()
        return found if is_done else None

    def _task(self, part: Sequence[Asked], previews: Mapping[int, bytes]) -> Future[list[Likeness | None]]:
        both = [(previews[one.frame], previews[one.picture]) for one in part]
        if part[0].is_beside:
            return self._decoders.run(compare_views, both)
        if part[0].turn is None:
            pairs = [PreviewPair(*some, one.window) for some, one in zip(both, part, strict=True)]
            return self._decoders.run(compare_previews, pairs)
        turned = [TurnedPreviews(*some, one.turn or "") for some, one in zip(both, part, strict=True)]
        return self._decoders.run(compare_turned, turned)

    def _trace(self, found: dict[Pair, Likeness], shots: Mapping[int, Shot]) -> bool:
        """Add what can only be measured in the files, for pairs that look the same.

        Args:
            found: The pairs; those that were not finished are taken out.
            shots: The photos.

        Returns:
            Whether that was finished.
        """
        wanted = [pair for pair, likeness in found.items() if should_trace(shots[pair[0]], shots[pair[1]], likeness)]
        if len(self._traces) > _MOST_KEPT:
            self._traces.clear()
        is_done = self._read_traces([shots[photo] for photo in {photo for pair in wanted for photo in pair}])
        for pair in wanted:
            if any(photo not in self._traces for photo in pair):
                del found[pair]
                continue
            one, other = (self._traces[photo] for photo in pair)
            traces = compare_traces(one, other) if one and other else None
            found[pair] = replace(found[pair], **asdict(traces or _UNTOLD))
        return is_done

    def _read_traces(self, shots: Iterable[Shot]) -> bool:
        """Read the traces of the files of photos, as many at once as there are decoders; return whether it finished."""
        missing = [shot for shot in shots if shot.photo not in self._traces]
        for at in range(0, len(missing), self._decoders.count):
            some = [] if self._stop() else missing[at : at + self._decoders.count]
            tasks = [self._decoders.run(read_traces, [shot.path]) for shot in some]
            answers = [answer_of(task, 1) for task in tasks]
            if not all(answers) or not answers:
                return False
            self._traces.update((shot.photo, answer[0]) for shot, answer in zip(some, answers, strict=True))
        return True
