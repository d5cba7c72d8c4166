"""The one exception that may reach a person; everything else is a bug."""


class PhotonError(Exception):
    """Something outside Photon is wrong: a disk, a permission, a broken file, a wrong argument.

    Attributes:
        message: What happened, as a sentence for people.
        hint: What to do about it; may be empty.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        """Keep the sentence and the hint; ``str()`` joins them."""
        super().__init__(message, hint)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        """The message, and the hint after a space where there is one."""
        return f"{self.message} {self.hint}".strip()
