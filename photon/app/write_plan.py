"""What writing words into files would do: worked out in full for every photo, and nothing is written yet."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, replace
from itertools import groupby

from photon.app.decoders import Decoders
from photon.app.file_words import origins_of, wanted_for
from photon.app.hiding import Hiding
from photon.app.importing import Importing
from photon.domain import PhotonError, UnreadableFile
from photon.domain.agreement import Said
from photon.domain.caption import Caption
from photon.domain.run import Run
from photon.domain.writing import Change, Policy, Profile, Spliced, Unsafe, Unwritable, Wanted, Words, Written
from photon.library import Library, captions, imports, runs, tags, understood
from photon.library.imports import Told
from photon.library.understood import Understood
from photon.media.sidecar_writing import plan_beside, plan_sidecar

_PORTION = 100
Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Ground:
    """What a plan for one file of a photo rests on.

    Attributes:
        told: What the file said when it was read.
        was: What was known of it before.
        ours: What the library said.
    """

    told: Told
    was: Understood
    ours: Said


@dataclass(frozen=True, slots=True)
class Planned:
    """One file that would be written: a photo itself, or its sidecar.

    Attributes:
        ground: What the plan rests on.
        words: What shall stand there.
        change: The file before and after.
        instead: Why the photo itself is not written into although that was asked for, as a clause; else empty.
    """

    ground: Ground
    words: Words
    change: Change
    instead: str = ""

    @property
    def photo(self) -> int:
        """Whose words they are."""
        return self.ground.told.photo

    @property
    def path(self) -> str:
        """The photo's file."""
        return self.ground.told.path

    @property
    def is_photo(self) -> bool:
        """Whether the photo itself would be changed."""
        return isinstance(self.change, Spliced)

    @property
    def is_new(self) -> bool:
        """Whether there is no such file yet."""
        return isinstance(self.change, Written) and self.change.before is None


@dataclass(frozen=True, slots=True)
class Plan:
    """What writing would do.

    Attributes:
        profile: For which program.
        policy: Where words go.
        files: What would change; files that say everything already are left out. A photo comes behind its sidecar.
        obstacles: By path, why nothing can be written there.
    """

    profile: Profile
    policy: Policy
    files: tuple[Planned, ...]
    obstacles: tuple[tuple[str, PhotonError], ...] = ()

    @property
    def photos(self) -> tuple[Planned, ...]:
        """Photos that would be changed themselves."""
        return tuple(one for one in self.files if one.is_photo)

    @property
    def sidecars(self) -> tuple[Planned, ...]:
        """Sidecars that would be written."""
        return tuple(one for one in self.files if not one.is_photo)


class Planner:
    """Works plans out."""

    def __init__(self, importing: Importing, hiding: Hiding, decoders: Decoders, threads: Executor) -> None:
        """Take who reads what files say now, who knows which tags are sensitive, and who looks into photos."""
        self._importing = importing
        self._hiding = hiding
        self._decoders = decoders
        self._threads = threads

    def plan(
        self, library: Library, photos: Sequence[int], profile: Profile, policy: Policy, tell: Tell = lambda *_: None
    ) -> Plan:
        """The plan for these photos; hidden ones are left out. What ``tell`` raises ends it."""
        photos = self._hiding.shown(library, list(photos))
        files: list[Planned] = []
        obstacles: list[tuple[str, PhotonError]] = []
        portions = {photo: at // _PORTION for at, photo in enumerate(photos)}
        # all of them are asked for at once: folders are listed once, and files read ahead
        telling = self._importing.tell_now(understood.places(library, photos))
        for number, portion in groupby(telling, lambda one: portions[one.photo]):
            told = list(portion)
            jobs = [
                (ground, self._begun(ground, wanted, profile, policy))
                for ground, wanted in self._wanted(library, list({one.photo: None for one in told}), told)
            ]
            for ground, job in jobs:
                try:
                    files += job()
                except Unwritable as error:
                    obstacles.append((ground.told.path, error))
            tell(min((number + 1) * _PORTION, len(photos)), len(photos))
        return Plan(profile, policy, tuple(files), tuple(obstacles))

    def _begun(self, ground: Ground, wanted: Wanted, profile: Profile, policy: Policy) -> Callable[[], list[Planned]]:
        """Begin to work out one photo; the result gives what would be written, or raises ``Unwritable``."""
        if policy == "sidecar" or ground.told.said is None:
            return self._alone(ground, wanted, profile)
        inside = self._decoders.plan_photo(ground.told.path, wanted, profile)

        def settled() -> list[Planned]:
            change, instead = _inside(inside)
            found = _planned(ground, wanted.words, change) if change else []
            if instead and policy == "embed":
                return self._alone(ground, wanted, profile, instead)()
            # a sidecar that is there would be believed before the photo
            if policy == "both" or ground.told.has_sidecar:
                words, written = plan_beside(ground.told.path, wanted, profile)
                found = _planned(ground, words, written, instead) + found
            return found

        return settled

    def _alone(
        self, ground: Ground, wanted: Wanted, profile: Profile, instead: str = ""
    ) -> Callable[[], list[Planned]]:
        """A sidecar for what neither the photo nor a sidecar says yet."""
        told = ground.told
        words = Words() if told.said is None else wanted.beyond(told.written or told.said, told.unheld)
        if words == Words() and told.said is not None:
            return list
        job = self._threads.submit(plan_sidecar, told.path, words, profile)
        return lambda: _planned(ground, words, job.result(), instead)

    def _wanted(self, library: Library, photos: Sequence[int], told: Sequence[Told]) -> Iterator[tuple[Ground, Wanted]]:
        ours = imports.said_of(library, photos)
        before = understood.of(library, ((one.photo, one.path) for one in told))
        given, written = tags.of(library, photos), captions.of(library, photos)
        known_runs: dict[int, Run] = {run.id: run for run in runs.everything(library)}
        for one in told:
            if one.said is None or one.photo not in ours.said:
                yield Ground(one, Understood(), Said()), Wanted(Words())
                continue
            was = before.get((one.photo, one.path), Understood(Said(), one.said))
            ground = Ground(one, was, ours.said[one.photo])
            wanted = wanted_for(
                was,
                one,
                ground.ours,
                ours.rejected[one.photo],
                lambda path: self._hiding.is_sensitive(library, path),
            )
            caption = written.get(one.photo, Caption())
            origins = origins_of(given[one.photo], caption, known_runs, wanted.words)
            yield ground, replace(wanted, words=replace(wanted.words, origins=origins))


def _planned(ground: Ground, words: Words, change: Change, instead: str = "") -> list[Planned]:
    return [Planned(ground, words, change, instead)] if change.changes else []


def _inside(job: "Future[Spliced | None]") -> tuple[Spliced | None, str]:
    """What would change in a photo, or why it is not written into."""
    try:
        return job.result(), ""
    except Unsafe as error:
        return None, error.message
    except UnreadableFile as error:
        return None, f"Photon could not look into it ({error.message.rstrip('.')})"
