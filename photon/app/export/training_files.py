"""Making a training set: in folders its pictures and then the documents about them, or tar file after tar file."""

import secrets
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import field, replace
from itertools import starmap
from pathlib import Path

from photon.app.export.training_plan import TrainingExport
from photon.domain import PhotonError, UnreadableFile
from photon.domain.look_ahead import look_ahead
from photon.domain.metadata.export_recipe import Copied, Credits, Exported, SkippedPhoto, Target
from photon.domain.metadata.writing import UnsafeToEmbed
from photon.export.files import ENDING, Stop, Tell, Tools, carry_out, describe_failure, remove_leftovers
from photon.export.journal import ExportedFile, Journal
from photon.export.plan import ending_of
from photon.export.training import Shard, TrainingEntry, documents, write_shard
from photon.language import tr
from photon.quick_dataclass import dataclass

Whose = Callable[[str], Future[Credits]]
_AHEAD = 8


@dataclass(slots=True)
class TrainingSetWriter:
    """A training set under way.

    Attributes:
        export: What is to be made.
        tools: Who makes pictures.
        whose: Begins to read whose a photo is.
        journal: Open for this export.
        tell: Called with the number of pictures done and their total.
        stop: Asked now and then.
    """

    export: TrainingExport
    tools: Tools
    whose: Whose
    journal: Journal
    tell: Tell
    stop: Stop
    made: list[str] = field(default_factory=list)
    left_out: list[SkippedPhoto] = field(default_factory=list)

    def run(self) -> Exported:
        """Make what is missing.

        Raises:
            PhotonError: A document or tar file cannot be written.
        """
        return self._in_tar_files() if self.export.shards else self._in_folders()

    # -- in folders --------------------------------------------------------------------------------

    def _in_folders(self) -> Exported:
        folder = Path(self.export.plan.folder)
        for name in self.export.moved:  # Photon's own copy, which would stand in two parts else
            for place in (folder / name, (folder / name).with_suffix(".txt")):
                place.unlink(missing_ok=True)
        done = carry_out(self.export.plan, self.tools, self.journal, self.tell, self.stop)
        if not done.is_whole:
            return replace(done, lines=len(done.made) + done.there)
        there = {one.name for one in self.export.plan.targets if one.is_there} | set(done.made)
        described = list(self._described([one for one in self.export.plan.targets if one.name in there]))
        for name, text in documents(described, self.export.choice):
            self._write(folder / name, text)
        return replace(done, lines=len(described))

    def _described(self, targets: Sequence[Target]) -> Iterator[TrainingEntry]:
        begun = ((target, self.whose(target.outgoing.path)) for target in targets)
        return starmap(self._describe_example, look_ahead(begun, _AHEAD))

    def _describe_example(self, target: Target, reading: Future[Credits]) -> TrainingEntry:
        example = self.export.examples[target.outgoing.photo]
        try:
            whose = reading.result()
        except UnreadableFile:
            whose = Credits()
        return TrainingEntry(example, target.name.rpartition("/")[2], whose)

    def _write(self, place: Path, text: str) -> None:
        """Write a document of this training set, in place of an earlier one."""
        passing = place.with_name(f".{secrets.token_hex(8)}{ENDING}")
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            passing.write_text(text, encoding="utf-8", newline="\n")
            passing.replace(place)
        except OSError as error:
            raise PhotonError(
                tr("{path} couldn't be written ({reason}).", path=place, reason=error.strerror),
                tr("Export again to continue."),
            ) from error
        finally:
            with suppress(OSError):
                passing.unlink()

    # -- in tar files ------------------------------------------------------------------------------

    def _in_tar_files(self) -> Exported:
        plan = self.export.plan
        missing = {one.name for one in plan.targets if not one.is_there}
        done = sum(one.is_there for one in plan.targets)
        there = len(self.export.shards) - len(missing)
        remove_leftovers(plan)
        is_whole = True
        for shard in self.export.shards:
            if shard.name not in missing:
                continue
            if self.stop():
                is_whole = False
                break
            is_whole = self._make(shard, done)
            done += len(shard.examples)
            if not is_whole:
                break
        return Exported(plan.folder, tuple(self.made), there, (*plan.left_out, *self.left_out), is_whole, done)

    def _make(self, shard: Shard, done: int) -> bool:
        """Make a tar file; whether it was finished."""
        folder, token = Path(self.export.plan.folder), secrets.token_hex(4)
        folder.mkdir(parents=True, exist_ok=True)
        passing, held = folder / f".{token}{ENDING}", []
        try:
            for described, picture in self._pictures(shard, folder, token, done):
                if self.stop():
                    return False
                if described is not None:
                    held.append((described, picture))
            if not held:
                return True
            size = write_shard(passing, held, self.export.choice)
            self.journal.note(ExportedFile(shard.name, 0, 0, shard.name, size, shard.state(self.export.choice)))
            self.tools.appear(passing, folder / shard.name)
            self.made.append(shard.name)
            return True
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise PhotonError(
                tr("{path} couldn't be written ({reason}).", path=shard.name, reason=reason),
                tr("Export again to continue."),
            ) from error
        finally:
            for left in (passing, *folder.glob(f".{token}-*{ENDING}")):
                with suppress(OSError):
                    left.unlink()

    def _pictures(
        self, shard: Shard, folder: Path, token: str, done: int
    ) -> Iterator[tuple[TrainingEntry | None, Path]]:
        """The pictures of a tar file, several made at once; None in the place of one that could not be."""

        def begin() -> Iterator[tuple[Target, Path, Future[Copied], Future[Credits]]]:
            for at, example in enumerate(shard.examples):
                ending = ending_of(example.outgoing, self.export.plan.choice)
                target = Target(example.outgoing, example.key + ending.lower())
                place = folder / f".{token}-{at}{ENDING}"
                yield target, place, self.tools.make(target, place), self.whose(example.outgoing.path)

        for count, begun in enumerate(look_ahead(begin(), self.tools.at_once), 1):
            yield self._taken(*begun)
            self.tell(done + count, len(self.export.plan.targets))

    def _taken(
        self, target: Target, place: Path, job: Future[Copied], reading: Future[Credits]
    ) -> tuple[TrainingEntry | None, Path]:
        try:
            job.result()
        except (PhotonError, UnreadableFile, UnsafeToEmbed) as error:
            self.left_out.append(describe_failure(target, error))
            return None, place
        return self._describe_example(target, reading), place
