"""Descriptions of encoders: the networks that turn photos and texts into embeddings."""

from typing import Literal

from photon.quick_dataclass import dataclass

FALLBACK = "starter"
"""Name of the encoder that answers where no other one is chosen. Libraries store it."""

Quality = Literal["", "fast", "better", "best"]
"""How well an encoder finds; empty where Photon does not know."""

EncoderRole = Literal[
    "",  # not used in this library
    "answering",  # active: its vectors are searched
    "coming",  # chosen: photos are being embedded with it while the other one stays active
]


@dataclass(frozen=True, slots=True)
class EncoderCard:
    """A description of an encoder, shown before it is installed.

    Attributes:
        name: Short name for commands: letters, digits, ``-``, ``_`` and ``.``.
        title: Displayed name.
        architecture: Its name in open_clip; empty for one that comes with Photon.
        weights: Tag of its weights in open_clip; empty for one that comes with Photon and for weights from a file.
        tier: Recommended use in a few words; empty if Photon does not recommend it.
        about: Its strengths, as a sentence.
        dimension: Length of a joint embedding; 0 if unknown.
        megabytes: Size of the download or of the weights, in MB; 0 if unknown.
        licence: Common name of the licence of the weights; empty if unknown.
        code_licence: Licence of the architecture's code.
        languages: ISO 639-1 codes of the languages it understands; empty for many.
        quality: How well it finds.
        is_built_in: Whether it comes with Photon: it needs no download and cannot be removed.
    """

    name: str
    title: str
    architecture: str = ""
    weights: str = ""
    tier: str = ""
    about: str = ""
    dimension: int = 0
    megabytes: int = 0
    licence: str = ""
    code_licence: str = ""
    languages: tuple[str, ...] = ()
    quality: Quality = ""
    is_built_in: bool = False


@dataclass(frozen=True, slots=True)
class EncoderState:
    """The state of an encoder on this computer and in this library.

    Attributes:
        card: Its description.
        id: Name and hash of weights and preprocessing, the key of its vectors; empty if not installed.
        installed: Whether it can be used without a download.
        role: Its role in this library.
        searchable: Number of present photos with its vectors.
        photos: Number of present photos.
        setting: How it runs here, for display, such as "runs on the processor"; empty if not installed.
        per_second: Photos per second measured on this computer; 0 if not measured.
        disk: Disk space in MB; 0 if not installed.
    """

    card: EncoderCard
    id: str = ""
    installed: bool = False
    role: EncoderRole = ""
    searchable: int = 0
    photos: int = 0
    setting: str = ""
    per_second: float = 0.0
    disk: int = 0


@dataclass(frozen=True, slots=True)
class Offer:
    """The size of a download, requested before it starts.

    Attributes:
        card: The encoder.
        bytes: Total size in bytes.
        done: Bytes already present from an interrupted download.
    """

    card: EncoderCard
    bytes: int
    done: int = 0


@dataclass(frozen=True, slots=True)
class Installing:
    """An installation, removal or measurement in progress.

    Attributes:
        name: Name of the encoder.
        share: Progress, 0..1.
        sentence: Current step, for display: "Downloading, 120 of 605 MB".
    """

    name: str
    share: float
    sentence: str
