"""Installed open_clip encoders: one folder each, whose facts are read without loading a network."""

import functools
import hashlib
import json
import logging
import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal

from photon.domain import PhotonError
from photon.domain.encoders.encoder_info import FALLBACK, EncoderCard
from photon.language import tr
from photon.quick_dataclass import dataclass
from photon.vision.clip.shelf.preprocessing import Preprocessing
from photon.vision.kit.built_in_names import BUILT_IN

FORMAT = 1  # incremented when the converted files or their use change, so that old ones are not used
FACTS = "encoder.json"
WEIGHTS = "weights.safetensors"
TEXT_FILE, WORDS_FILE, TOKENIZER_FILE, IMAGE_FILE = "text.onnx", "words.npy", "tokenizer.json", "image.onnx"
BRIDGE_FILE = "bridge.safetensors"  # of encoders that know only English

Runtime = Literal["onnx", "torch"]
Device = Literal["cpu", "cuda", "mps"]
Precision = Literal["fp32", "bf16", "fp16", "int8"]

_LONGEST = 80  # characters of a name; names of open_clip's pairs have up to 52
_NAME = re.compile(rf"[A-Za-z0-9][A-Za-z0-9._-]{{0,{_LONGEST - 1}}}")
REMOVED = ".removed."  # prefix of folders that are being deleted
_HIDDEN = "."  # prefix of temporary folders; not allowed in names of encoders

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Setting:
    """A way to run an image tower on this computer, with its measurements.

    Attributes:
        runtime: Library that runs it.
        device: Device that it runs on.
        precision: Number format.
        per_second: Images per second, including decoding of previews; 0 if not measured.
        batch: Images per batch.
        cosine: Minimum cosine between its vectors and the float32 ones, over the images of the comparison.
        kept: Mean fraction of a query's top ten images that remain in the top ten.
        same: Fraction of queries whose top ten is identical.
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
        """The setting for users: "runs on the processor"."""
        if self.device == "cuda":
            return tr("runs on the graphics card")
        if self.device == "mps":
            return tr("runs on the graphics chip")
        return tr("runs on the processor")


@dataclass(frozen=True, slots=True)
class Installed:
    """An installed encoder.

    Attributes:
        card: Its description for users.
        architecture: Its name in open_clip, or that of the folder it was installed from.
        config: open_clip's configuration of the architecture.
        id: Name and hash of weights, architecture, preprocessing and format.
        folder: Folder of its files.
        dimension: Length of a joint embedding.
        look_dimension: Length of a visual feature vector.
        context: Context length in tokens, including special tokens.
        preprocessing: How a photo is prepared for the image tower.
        setting: The setting in use.
        tried: All settings that were compared at installation.
        drawn: Number of synthetic images among the images of that comparison.
        disk: Size in megabytes.
        text: JSON form of ``TextFacts``, for the text tower.
        has_map: Whether the encoder has a dense map.
        adds_up: Whether the mean over that map equals the joint embedding.
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

    @property
    def writes(self) -> bool:
        """Whether it generates captions by itself."""
        return "multimodal_cfg" in self.config

    @property
    def is_bridged(self) -> bool:
        """Whether it reads other languages by a map that was fitted when it was installed."""
        return (self.folder / BRIDGE_FILE).exists()


def encoders_folder() -> Path:
    """The folder of installed encoders: below the platform's data folder, or below ``PHOTON_CACHE``."""
    named = os.environ.get("PHOTON_CACHE")
    if named:
        return Path(named) / "installed"
    import platformdirs

    return Path(platformdirs.user_data_dir("photon", appauthor=False)) / "encoders"


def check_name(name: str) -> None:
    """Check that a name is usable as a folder name and on the command line.

    Args:
        name: The name.

    Raises:
        PhotonError: It is not.
    """
    taken = next((own for own in BUILT_IN if own == name.casefold()), FALLBACK)
    if not _NAME.fullmatch(name) or name.casefold() == taken:
        raise PhotonError(
            tr("A model can't be named “{name}”.", name=name),
            tr(
                "Use up to {longest} letters, digits, dots, hyphens and underscores, starting with a letter or digit; "
                "“{taken}” is taken.",
                longest=_LONGEST,
                taken=taken,
            ),
        )


def encoder_id(name: str, weights_sha256: str, config: Mapping[str, Any], preprocessing: Preprocessing) -> str:
    """Compute an id: the name and eight hex digits that change whenever the same photo would get another vector.

    Args:
        name: Name of the encoder.
        weights_sha256: Hash of its weights.
        config: open_clip's configuration.
        preprocessing: How a photo is prepared.
    """
    facts = json.dumps([weights_sha256, config, asdict(preprocessing), FORMAT], sort_keys=True)
    return f"{name}-{hashlib.sha256(facts.encode()).hexdigest()[:8]}"


def all_installed() -> list[Installed]:
    """All intact encoders, sorted by name. Damaged ones are skipped and logged."""
    try:
        folders = sorted(path for path in encoders_folder().iterdir() if path.is_dir())
    except OSError:
        return []
    found = [_read_or_log(folder) for folder in folders if not folder.name.startswith(_HIDDEN)]
    return [installed for installed in found if installed is not None]


def find(name_or_id: str) -> Installed | None:
    """Find an encoder by name or id.

    Args:
        name_or_id: Name or id.

    Returns:
        The encoder; None if there is none, or only a damaged one (which is logged).
    """
    for name in dict.fromkeys((name_or_id, name_or_id.rpartition("-")[0])):
        if _NAME.fullmatch(name) and (encoders_folder() / name).is_dir():
            installed = _read_or_log(encoders_folder() / name)
            if installed is not None and name_or_id in {installed.card.name, installed.id}:
                return installed
    return None


def check_there(name: str) -> None:
    """Check that an encoder of this name exists, intact or damaged.

    Args:
        name: Its name.

    Raises:
        PhotonError: There is none.
    """
    if not _NAME.fullmatch(name) or not (encoders_folder() / name).is_dir():
        raise PhotonError(
            tr("There is no model “{name}” to remove.", name=name), tr("For a list: photon encoders list")
        )


def remove(name: str) -> None:
    """Delete an encoder, even a damaged one.

    Args:
        name: Its name.

    Raises:
        PhotonError: There is none of that name, or its files are in use.
    """
    check_there(name)
    folder = encoders_folder() / name
    try:
        # Renamed first, so that an interrupted removal leaves no incomplete encoder.
        doomed = Path(tempfile.mkdtemp(prefix=REMOVED, dir=folder.parent))
        folder.rename(doomed / name)
    except OSError as error:
        raise PhotonError(
            tr("The model “{name}” couldn't be removed: {reason}.", name=name, reason=error.strerror or error),
            tr("Close other windows of Photon and try again, or delete the folder {folder}.", folder=folder),
        ) from error
    shutil.rmtree(doomed, ignore_errors=True)


def write_facts(installed: Installed) -> None:
    """Write encoder.json into ``installed.folder``, including the sizes of all files there.

    Args:
        installed: The encoder.

    Raises:
        OSError: The file cannot be written.
    """
    facts = {
        "format": FORMAT,
        **asdict(installed),
        "files": {path.name: path.stat().st_size for path in sorted(installed.folder.iterdir()) if path.name != FACTS},
    }
    del facts["folder"], facts["disk"], facts["card"]["is_built_in"]
    (installed.folder / FACTS).write_text(json.dumps(facts, indent=1, ensure_ascii=False), encoding="utf-8")


def read_facts(folder: Path) -> Installed:
    """Read the facts of an encoder; takes about a millisecond.

    Args:
        folder: Its folder.

    Returns:
        The encoder.

    Raises:
        OSError: A file is missing.
        ValueError: The facts are malformed or of another format, or a file has another size.
    """
    try:
        facts = _checked(json.loads((folder / FACTS).read_text(encoding="utf-8")), folder)
        card = facts["card"]
        facts.update(
            card=EncoderCard(**{**card, "languages": tuple(card["languages"]), "is_built_in": False}),
            folder=folder,
            preprocessing=Preprocessing.from_json(facts["preprocessing"]),
            setting=Setting(**facts["setting"]),
            tried=tuple(Setting(**setting) for setting in facts["tried"]),
            disk=round(sum(path.stat().st_size for path in folder.iterdir()) / 1e6),
        )
        return Installed(**facts)
    except (KeyError, TypeError, AttributeError, PhotonError) as error:
        raise ValueError(tr("{name} is damaged: {reason}", name=FACTS, reason=repr(error))) from error


def _checked(facts: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Return the facts without those that are only for this check."""
    if (format_ := facts.pop("format")) != FORMAT:
        raise ValueError(
            tr(
                "it was made by another version of Photon (format {found}, not {wanted})",
                found=format_,
                wanted=FORMAT,
            )
        )
    for name, size in facts.pop("files").items():
        if (folder / name).stat().st_size != size:
            raise ValueError(tr("{name} is damaged", name=name))
    return facts


def _read_or_log(folder: Path) -> Installed | None:
    try:
        return read_facts(folder)
    except (OSError, ValueError) as error:
        _warn_once(str(folder), str(error))
        return None


@functools.cache
def _warn_once(folder: str, reason: str) -> None:
    """Log once per process and damage, as the encoders are listed often."""
    _log.warning("Skipping the model in %s: %s", folder, reason)
