"""The only exception whose message is shown to the user; any other exception is a bug."""


class PhotonError(Exception):
    """An error outside Photon: a disk, a permission, a broken file, a wrong argument.

    Attributes:
        message: What happened, as a sentence for the user.
        hint: What to do about it; may be empty.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        """Store the message and the hint; ``str()`` joins them."""
        super().__init__(message, hint)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        """The message, followed by the hint if there is one."""
        return f"{self.message} {self.hint}".strip()
