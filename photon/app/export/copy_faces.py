"""Faces in copies, found by the model of faces whether or not Photon looks for faces in the library."""

from collections.abc import Sequence
from threading import Lock

from photon.app.runtime.cpu_count import count_cpus
from photon.app.runtime.encoder_process import EncoderProcess
from photon.domain import Region
from photon.domain.arrays import Pixels
from photon.vision.kit.face_finder import FaceFinder
from photon.vision.people.installed_faces import face_model
from photon.vision.worker import WorkerSpec


class CopyFaces:
    """Finds faces in a process of its own, which starts when it is first asked."""

    def __init__(self) -> None:
        """Start nothing yet."""
        self._process: EncoderProcess | None = None
        self._lock = Lock()

    def find_faces(self, picture: Pixels) -> Sequence[Region]:
        """Return where faces are in a picture; blocks.

        Args:
            picture: uint8 (height, width, 3), upright.

        Raises:
            PhotonError: The model can't be opened, or fails.
        """
        with self._lock:
            if self._process is None:
                self._process = EncoderProcess(WorkerSpec(face_model(), count_cpus()))
        size = picture.shape[1], picture.shape[0]
        (faces,) = self._process.ask("detect", FaceFinder.find_faces, [picture], [size])
        return [face.region for face in faces]

    def close(self) -> None:
        """End the process."""
        with self._lock:
            if self._process is not None:
                self._process.close()
                self._process = None
