"""A program on this computer that writes captions, as a person chose it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CaptionServer:
    """Where captions are asked for.

    Attributes:
        address: As people know it, such as ``http://localhost:11434/v1``.
        network: The name under which the server has a network that sees pictures, such as ``llava``.
        is_anywhere: The person allowed that it is on another computer, so that photos leave this one.
    """

    address: str
    network: str
    is_anywhere: bool = False
