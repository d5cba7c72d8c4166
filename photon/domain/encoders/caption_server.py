"""The user's choice of a captioning server."""

from photon.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class CaptionServer:
    """A captioning server.

    Attributes:
        address: Base URL, such as ``http://localhost:11434/v1``.
        network: Name of a vision network on the server, such as ``llava``.
        is_anywhere: Whether the user allowed a server on another computer, so that photos leave this one.
    """

    address: str
    network: str
    is_anywhere: bool = False
