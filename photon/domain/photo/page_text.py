"""What is written in a photo, as a model reads it."""

from dataclasses import replace

from photon.quick_dataclass import dataclass

Corners = tuple[float, float, float, float, float, float, float, float]
"""x and y of four corners as shares of the upright photo, 0..1: where the line begins above and ends above, where it
ends below and begins below, in the direction of reading."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text in a photo.

    Attributes:
        text: What is written, without control and bidirectional characters.
        corners: Where.
        confidence: How sure the reader is, 0..1.
        code: The kind of the bar code that says it, such as "QR Code" or "EAN-13"; empty for what people can read.
        seconds: In which frame of a video it was read first, above 0; 0 for the picture that stands for it.
    """

    text: str
    corners: Corners
    confidence: float
    code: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class PageText:
    """All text in a photo.

    Attributes:
        lines: Its lines in the order of reading, then those of codes.
        unreadable: Number of lines in a script that the reader does not know.
    """

    lines: tuple[TextLine, ...] = ()
    unreadable: int = 0

    @property
    def still(self) -> "PageText":
        """The text of the photo, or of the preview of a video."""
        return replace(self, lines=tuple(line for line in self.lines if not line.seconds))

    @property
    def text(self) -> str:
        """The lines, one below the other."""
        return "\n".join(line.text for line in self.lines)

    @property
    def written(self) -> tuple[TextLine, ...]:
        """The lines that people can read."""
        return tuple(line for line in self.lines if not line.code)

    @property
    def codes(self) -> tuple[TextLine, ...]:
        """What bar codes and QR codes say."""
        return tuple(line for line in self.lines if line.code)
