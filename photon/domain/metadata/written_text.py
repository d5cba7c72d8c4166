"""Text that was read in photos, as metadata of files: in a field of Photon's own, or as the description."""

from collections.abc import Callable
from typing import Literal

from photon.domain.photo.page_text import PageText
from photon.quick_dataclass import dataclass

TextChoice = Literal["leave", "field", "description", "remove"]
TEXT_CHOICES: tuple[TextChoice, ...] = ("leave", "field", "description", "remove")
"""How text is written into files: not at all, in one of two ways, or what Photon wrote of it is removed."""
_LONGEST, _LONGEST_DESCRIPTION = 10_000, 2_000  # characters; the XMP of a JPEG has room for 65,000 bytes


@dataclass(frozen=True, slots=True)
class WrittenText:
    """Text that Photon has written into a file, or that it should write into it.

    Attributes:
        text: In the field of its own.
        description: As the description, which is empty otherwise.
    """

    text: str = ""
    description: str = ""

    def filtered(self, is_kept: Callable[[str], bool]) -> "WrittenText":
        """Return the lines that may be written."""
        return WrittenText(*("\n".join(filter(is_kept, one.split("\n"))) for one in (self.text, self.description)))


def written_text(page: PageText, choice: TextChoice) -> WrittenText | None:
    """Return what files should say of a photo's text; None if that is to stay as it is.

    Args:
        page: Its text, which is cut where it is far too long. What codes say stays out: it may be the key of a network.
        choice: How text is written.
    """
    if choice == "leave":
        return None
    text = "\n".join(line.text for line in page.written)
    if choice == "description":
        return WrittenText(description=text[:_LONGEST_DESCRIPTION].strip())
    return WrittenText(text[:_LONGEST].strip()) if choice == "field" else WrittenText()
