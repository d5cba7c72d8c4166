"""Which open_clip encoders are on this computer: one folder each, read without opening a network."""

import functools
import hashlib
import json
import logging
import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from photon.domain import PhotonError
from photon.domain.encoders.encoder_info import STARTER, EncoderCard
from photon.vision.clip.shelf.preprocessing import Preprocessing

FORMAT = 1  # raised when converted files or the way they are used change, so that old ones are left behind
FACTS = "encoder.json"
WEIGHTS = "weights.safetensors"
TEXT_FILE, WORDS_FILE, TOKENIZER_FILE, IMAGE_FILE = "text.onnx", "words.npy", "tokenizer.json", "image.onnx"

Runtime = Literal["onnx", "torch"]
Device = Literal["cpu", "cuda", "mps"]
Precision = Literal["fp32", "bf16", "fp16", "int8"]

_LONGEST = 80  # letters of a name; those of open_clip's pairs have up to 52
_NAME = re.compile(rf"[A-Za-z0-9][A-Za-z0-9._-]{{0,{_LONGEST - 1}}}")
REMOVED = ".removed."  # how folders begin that are being deleted
_HIDDEN = "."  # how folders that are being made or removed begin; no encoder's name can
_NUMBERS = {"fp32": "32-bit", "bf16": "16-bit", "fp16": "16-bit", "int8": "8-bit"}
_PLACES = {"cpu": "processor", "cuda": "graphics card", "mps": "graphics chip"}

_PLAIN = (
    "architecture",
    "config",
    "id",
    "dimension",
    "look_dimension",
    "context",
    "drawn",
    "text",
    "has_map",
    "adds_up",
)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Setting:
    """One way to run an image tower here, and what was measured with it.

    Attributes:
        runtime: Which library runs it.
        device: On what.
        precision: With which numbers.
        per_second: Photos per second, decoding of previews included; 0 where it was not measured.
        batch: Photos handed to it at once.
        cosine: The lowest cosine between its vector and the 32-bit one, over the photos of the check.
        kept: The mean share of the first ten photos of a query that stay among the first ten.
        same: The share of queries whose first ten photos are exactly the same.
    """

    runtime: Runtime
    device: Device
    precision: Precision
    per_second: float = 0.0
    batch: int = 1
    cosine: float = 1.0
    kept: float = 1.0
    same: float = 1.0

    def words(self) -> str:
        """For people: "8-bit numbers on the processor"."""
        return f"{_NUMBERS[self.precision]} numbers on the {_PLACES[self.device]}"


@dataclass(frozen=True, slots=True)
class Installed:
    """An encoder on this computer, ready to be opened.

    Attributes:
        card: What people are told of it.
        architecture: Its name in open_clip, or that of the folder it came from.
        config: open_clip's own description of the architecture.
        id: Name and hash of weights, architecture, preprocessing and format.
        folder: Its files.
        dimension: Length of a meaning vector.
        look_dimension: Length of a look vector.
        context: Tokens that are read at once, marks included.
        preprocessing: How a photo becomes the square that it looks at.
        setting: The one that was chosen.
        tried: All that were compared when it was installed.
        drawn: How many of the pictures of that comparison were drawn, not photos.
        disk: Megabytes.
        text: What the text side has to know: see ``Tokens`` and ``TextTower``.
        has_map: Whether it tells what each place of a photo shows.
        adds_up: Whether the mean over that map is the photo's meaning.
    """

    card: EncoderCard
    architecture: str
    config: Mapping[str, Any]
    id: str
    folder: Path
    dimension: int
    look_dimension: int
    context: int
    preprocessing: Preprocessing
    setting: Setting
    tried: tuple[Setting, ...]
    drawn: int
    disk: int
    text: Mapping[str, Any]
    has_map: bool
    adds_up: bool


def encoders_folder() -> Path:
    """Where installed encoders are: the platform's data folder, or inside what ``PHOTON_CACHE`` names."""
    named = os.environ.get("PHOTON_CACHE")
    if named:
        return Path(named) / "installed"
    import platformdirs

    return Path(platformdirs.user_data_dir("photon", appauthor=False)) / "encoders"


def check_name(name: str) -> None:
    """Sees to it that a name can be a folder and a word of a command.

    Raises:
        PhotonError: It cannot.
    """
    if not _NAME.fullmatch(name) or name.casefold() == STARTER:
        raise PhotonError(
            f"An encoder cannot be called “{name}”.",
            f"Use up to {_LONGEST} letters, digits, dots, hyphens and underscores, beginning with a letter or digit; "
            f"“{STARTER}” is taken.",
        )


def encoder_id(name: str, weights_sha256: str, config: Mapping[str, Any], preprocessing: Preprocessing) -> str:
    """The name and eight hexadecimal digits that change whenever the same photo would get another vector."""
    facts = json.dumps([weights_sha256, config, preprocessing.to_json(), FORMAT], sort_keys=True)
    return f"{name}-{hashlib.sha256(facts.encode()).hexdigest()[:8]}"


def all_installed() -> list[Installed]:
    """Every whole encoder, by name; what is damaged is left out and logged."""
    try:
        folders = sorted(path for path in encoders_folder().iterdir() if path.is_dir())
    except OSError:
        return []
    found = [_read_or_log(folder) for folder in folders if not folder.name.startswith(_HIDDEN)]
    return [installed for installed in found if installed is not None]


def find(name_or_id: str) -> Installed | None:
    """The encoder of that name or id, or None where there is none, or only a damaged one (which is logged)."""
    for name in dict.fromkeys((name_or_id, name_or_id.rpartition("-")[0])):
        if _NAME.fullmatch(name) and (encoders_folder() / name).is_dir():
            installed = _read_or_log(encoders_folder() / name)
            if installed is not None and name_or_id in {installed.card.name, installed.id}:
                return installed
    return None


def check_there(name: str) -> None:
    """Sees to it that there is an encoder of this name, whole or damaged.

    Raises:
        PhotonError: There is none.
    """
    if not _NAME.fullmatch(name) or not (encoders_folder() / name).is_dir():
        raise PhotonError(f"There is no encoder “{name}” to remove.", "See: photon encoders list")


def remove(name: str) -> None:
    """Deletes an encoder from this computer, a damaged one, too.

    Raises:
        PhotonError: There is none of that name, or its files are in use.
    """
    check_there(name)
    folder = encoders_folder() / name
    try:
        # Out of sight at once, so that a removal that is cut short leaves no half encoder.
        doomed = Path(tempfile.mkdtemp(prefix=REMOVED, dir=folder.parent))
        folder.rename(doomed / name)
    except OSError as error:
        raise PhotonError(
            f"The encoder “{name}” could not be removed: {error.strerror or error}.",
            f"Close other windows of Photon and try again, or delete the folder {folder}.",
        ) from error
    shutil.rmtree(doomed, ignore_errors=True)


def write_facts(installed: Installed) -> None:
    """Writes encoder.json into ``installed.folder``, with the sizes of the files that are there.

    Raises:
        OSError: It cannot be written.
    """
    facts = {
        "format": FORMAT,
        **asdict(installed),
        "preprocessing": installed.preprocessing.to_json(),
        "files": {path.name: path.stat().st_size for path in sorted(installed.folder.iterdir()) if path.name != FACTS},
    }
    del facts["folder"], facts["disk"]
    (installed.folder / FACTS).write_text(json.dumps(facts, indent=1, ensure_ascii=False), encoding="utf-8")


def read_facts(folder: Path) -> Installed:
    """What is known of the encoder in a folder; costs about a millisecond.

    Raises:
        OSError: A file is missing.
        ValueError: The facts cannot be understood, are of another format, or a file has another size than it had.
    """
    try:
        facts = _checked(json.loads((folder / FACTS).read_text(encoding="utf-8")), folder)
        card = facts["card"]
        return Installed(
            card=EncoderCard(**{**card, "languages": tuple(card["languages"])}),
            folder=folder,
            preprocessing=Preprocessing.from_json(facts["preprocessing"]),
            setting=Setting(**facts["setting"]),
            tried=tuple(Setting(**setting) for setting in facts["tried"]),
            disk=round(sum(path.stat().st_size for path in folder.iterdir()) / 1e6),
            **{key: facts[key] for key in _PLAIN},
        )
    except (KeyError, TypeError, AttributeError, PhotonError) as error:
        raise ValueError(f"{FACTS} is damaged: {error!r}") from error


def _checked(facts: dict[str, Any], folder: Path) -> dict[str, Any]:
    if facts["format"] != FORMAT:
        raise ValueError(f"it was made by another version of Photon (format {facts['format']}, not {FORMAT})")
    for name, size in facts["files"].items():
        if (folder / name).stat().st_size != size:
            raise ValueError(f"{name} is damaged")
    return facts


def _read_or_log(folder: Path) -> Installed | None:
    try:
        return read_facts(folder)
    except (OSError, ValueError) as error:
        _warn_once(str(folder), str(error))
        return None


@functools.cache
def _warn_once(folder: str, reason: str) -> None:
    """The list is asked for often; each damage is said once per process."""
    _log.warning("The encoder in %s is left out: %s", folder, reason)
