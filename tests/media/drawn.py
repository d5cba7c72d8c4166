"""Pictures for these tests, with known colours in the four corners, so that rotation is visible."""

from PIL import Image

RED, GREEN, BLUE, YELLOW = (220, 20, 20), (20, 180, 20), (20, 20, 220), (230, 220, 30)


def drawn(width: int = 120, height: int = 80) -> Image.Image:
    """Draw a picture of four colours: red, green / blue, yellow."""
    image = Image.new("RGB", (width, height))
    half = (width // 2, height // 2)
    for colour, box in (
        (RED, (0, 0, *half)),
        (GREEN, (half[0], 0, width, half[1])),
        (BLUE, (0, half[1], half[0], height)),
        (YELLOW, (*half, width, height)),
    ):
        image.paste(colour, box)
    return image


def corners(image: Image.Image) -> list[str]:
    """Return the colour in each corner: upper left, upper right, lower left, lower right."""
    names = {"red": RED, "green": GREEN, "blue": BLUE, "yellow": YELLOW}
    x, y = image.width // 4, image.height // 4
    found = []
    for place in ((x, y), (image.width - x, y), (x, image.height - y), (image.width - x, image.height - y)):
        pixel = image.convert("RGB").getpixel(place)
        assert isinstance(pixel, tuple)
        name, distance = min(
            ((name, sum(abs(a - b) for a, b in zip(pixel, colour, strict=True))) for name, colour in names.items()),
            key=lambda pair: pair[1],
        )
        assert distance < 90, f"{pixel} is none of the drawn colours"
        found.append(name)
    return found


UPRIGHT = ["red", "green", "blue", "yellow"]
