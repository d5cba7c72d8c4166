"""What people are told of encoders, the networks that turn photos and words into vectors."""

from dataclasses import dataclass
from typing import Literal

STARTER = "starter"
"""The encoder that comes with Photon."""

EncoderRole = Literal[
    "",  # not used in this library
    "answering",  # searches go by its vectors
    "coming",  # chosen; photos get its vectors while the answering one goes on answering
]


@dataclass(frozen=True, slots=True)
class EncoderCard:
    """One encoder, described before anybody chooses it.

    Attributes:
        name: The short name that commands take: letters, digits, ``-``, ``_`` and ``.``.
        title: What people read.
        architecture: Its name in open_clip; empty for the starter.
        weights: The tag of its weights in open_clip; empty for the starter and for weights from a file.
        tier: For whom or what it is, in a few words; empty for one that Photon does not recommend.
        about: What it is good for, a sentence.
        dimension: Length of a meaning vector; 0 where it is not known yet.
        megabytes: Size of the download, or of the weights; 0 where it is not known yet.
        licence: Of the weights, with the name people know it by; empty where it is not known.
        code_licence: Of the program code of the architecture.
        languages: Codes (ISO 639-1) of the languages it reads; empty: many.
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


@dataclass(frozen=True, slots=True)
class EncoderState:
    """An encoder on this computer and in this library.

    Attributes:
        card: What it is.
        id: Name and hash of weights and preprocessing, by which its vectors are kept; empty while not installed.
        installed: Whether it can be used without a download.
        role: What it does in this library.
        searchable: Present photos that have its vectors.
        photos: Present photos.
        setting: How it runs here, in words, e.g. "8-bit numbers on the processor"; empty while not installed.
        per_second: Photos per second measured on this computer; 0 where it was not measured.
        disk: Megabytes that it takes on this computer; 0 while not installed.
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
    """What a download would bring, asked for before anything is downloaded.

    Attributes:
        card: The encoder.
        bytes: Size of the download.
        done: Bytes of it that an earlier, interrupted download left here.
    """

    card: EncoderCard
    bytes: int
    done: int = 0


@dataclass(frozen=True, slots=True)
class Installing:
    """An installation, a removal or a measurement that is going on.

    Attributes:
        name: Of the encoder.
        share: 0..1 of it.
        sentence: What is being done, for people: "Downloading, 120 of 605 MB".
    """

    name: str
    share: float
    sentence: str
