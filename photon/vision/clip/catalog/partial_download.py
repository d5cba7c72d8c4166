"""A resumable download: data is collected beside the target until the file is complete and verified."""

import errno
import hashlib
import http.client
import json
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from photon.domain import PhotonError
from photon.language import tr
from photon.quick_dataclass import dataclass
from photon.vision.clip.catalog.web import PassingError, UnfitRangeError, network_error, open_file
from photon.vision.kit.bundled_weights import fingerprint

_CHUNK = 1 << 20
_FULL = {errno.ENOSPC, errno.EDQUOT}


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file to download.

    Attributes:
        url: Its URL.
        name: Local file name.
        bytes: Size.
        sha256: In hex, complete or a prefix; if empty, only the size is verified.
    """

    url: str
    name: str
    bytes: int
    sha256: str = ""


def room(folder: Path, problem: OSError) -> PhotonError:
    """The error for a folder that cannot be written.

    Args:
        folder: The folder.
        problem: The error of the operating system.
    """
    if problem.errno in _FULL:
        return PhotonError(
            tr("The download stopped: no space left in {folder}. The partial download is kept.", folder=folder),
            tr("Free some space there and try again; the download will resume."),
        )
    return PhotonError(
        tr(
            "The download couldn't be saved to {folder}: {reason}.",
            folder=folder,
            reason=problem.strerror or problem,
        ),
        tr("Check that the folder is writable."),
    )


class PartialDownload:
    """One file of a download.

    Attributes:
        file: The file.
        found: Bytes that are already here.
    """

    def __init__(self, folder: Path, file: RemoteFile) -> None:
        """Look for the bytes of an earlier download.

        Args:
            folder: Folder of the download.
            file: The file.
        """
        self.file = file
        self._place = folder / file.name
        self._part = folder / f"{file.name}.part"
        self._facts = folder / f"{file.name}.part.json"
        self._digest: hashlib._Hash | None = None  # of the bytes found; None until they are read
        self._tag = ""  # ETag of the version whose download was begun
        self.found = self._resumable_bytes()

    def _resumable_bytes(self) -> int:
        """Number of bytes from which the download can be resumed."""
        if self._is_here():
            return self.file.bytes
        try:
            facts = json.loads(self._facts.read_text(encoding="utf-8"))
            same = facts["sha256"] == self.file.sha256 if self.file.sha256 else facts["url"] == self.file.url
            size = self._part.stat().st_size
            self._tag = str(facts["tag"])
        except (OSError, ValueError, KeyError, TypeError):
            return 0
        # Without a checksum, only the ETag shows that the rest belongs to the same version.
        return size if same and size <= self.file.bytes and (self._tag or self.file.sha256) else 0

    def _is_here(self) -> bool:
        """Whether a complete file of this size exists."""
        try:
            return self._place.stat().st_size == self.file.bytes
        except OSError:
            return False

    def pieces(self) -> Iterator[int]:
        """Download the missing bytes, yielding after each chunk. The caller may stop after any of them.

        Yields:
            Size of each chunk in bytes.

        Raises:
            PassingError: The connection was lost; the data is kept.
            PhotonError: The server refuses.
            OSError: The file cannot be written.
        """
        if self._is_here() and not fingerprint(self._place).startswith(self.file.sha256):
            self._place.unlink()  # another version of the same size
            self.found = 0
        if self._is_here() or (self.file.bytes and self.found == self.file.bytes):
            return
        with self._answer() as answer:
            self._settle(answer)
            with self._part.open("r+b" if self.found else "wb") as target:
                target.seek(self.found)
                yield from self._copy(answer, target)
        if self.found < self.file.bytes:
            raise PassingError(
                tr("The connection was lost before the download finished."), tr("Try again; the download will resume.")
            )

    def _answer(self) -> http.client.HTTPResponse:
        """A response with the rest if the version is unchanged, else with the complete file."""
        condition = {"If-Range": self._tag} if self._tag else {}
        try:
            return open_file(self.file.url, {"Range": f"bytes={self.found}-", **condition} if self.found else {})
        except UnfitRangeError:
            self._forget()
            raise

    def _settle(self, answer: http.client.HTTPResponse) -> None:
        """Continue where the response begins: after the bytes found, or at 0."""
        begins = answer.headers.get("Content-Range", "").removeprefix("bytes ").partition("-")[0]
        if not (self.found and answer.status == http.client.PARTIAL_CONTENT and begins == str(self.found)):
            if answer.status == http.client.PARTIAL_CONTENT:
                self._forget()
                raise PassingError(tr("The server sent the wrong part of the file."), tr("Try again."))
            self.found, self._digest = 0, hashlib.sha256()
        tag = answer.headers.get("ETag", "")
        self._tag = "" if tag.startswith("W/") else tag  # weak ETags are not allowed in If-Range (RFC 9110, 13.1.5)
        facts = {"url": self.file.url, "sha256": self.file.sha256, "tag": self._tag}
        self._facts.write_text(json.dumps(facts), encoding="utf-8")

    def _copy(self, answer: http.client.HTTPResponse, target: BinaryIO) -> Iterator[int]:
        digest = self._read_again()
        while self.found <= self.file.bytes:
            try:
                piece = answer.read1(_CHUNK)
            except (OSError, http.client.HTTPException) as problem:
                raise network_error(problem, self.file.url) from problem
            if not piece:
                return
            target.write(piece)
            target.flush()  # so that a full disk raises an error for this chunk
            digest.update(piece)
            self.found += len(piece)
            yield self.found

    def _read_again(self) -> "hashlib._Hash":
        """The checksum so far, including the bytes of an earlier download."""
        if self._digest is None:
            self._digest = hashlib.sha256()
            with self._part.open("rb") as source:
                while chunk := source.read(_CHUNK):
                    self._digest.update(chunk)
        return self._digest

    def finish(self) -> None:
        """Verify the complete file and move it to its place.

        Raises:
            PhotonError: It differs from the published file and was removed.
            OSError: The file cannot be written.
        """
        if self._is_here():
            return
        right = self.found == self.file.bytes and (
            not self.file.sha256 or self._read_again().hexdigest().startswith(self.file.sha256)
        )
        if not right:
            self._forget()
            raise PhotonError(
                tr("{file} differs from the published file and was deleted.", file=self.file.name),
                tr(
                    "Try again. If it happens again, something between this computer and the server is modifying files."
                ),
            )
        self._part.replace(self._place)
        self._facts.unlink(missing_ok=True)

    def _forget(self) -> None:
        """Remove the partial file."""
        self._part.unlink(missing_ok=True)
        self._facts.unlink(missing_ok=True)
        self.found, self._digest, self._tag = 0, None, ""
