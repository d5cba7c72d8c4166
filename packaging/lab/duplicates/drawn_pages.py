"""Drawn documents, chats, slides and skies: pictures that look alike and show different things."""

import textwrap
from collections.abc import Iterator

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

Random = np.random.Generator
_TEXT = (
    "the year of our house and a river under which people were told that water rises before winter comes with wind from"
    " hills where nobody asked for reasons but everyone paid taxes on time while offices closed early"
)


def draw_page(count: int, chance: Random) -> Iterator[Image.Image]:
    """Draw pages of a printed document, as a scanner sees them."""
    for number in range(count):
        page = Image.new("RGB", (900, 1270), "white")
        draw = ImageDraw.Draw(page)
        draw.text((90, 60), "Annual report", "black", font_size=22)
        draw.text((780, 1200), str(number + 1), "black", font_size=20)
        y = 120
        while y < 1150:
            if chance.random() < 0.12:
                draw.text((90, y + 12), _text(chance, 4).title(), "black", font_size=32)
                y += 70
            lines = textwrap.wrap(_text(chance, int(chance.integers(30, 90))), 68)
            draw.multiline_text((90, y), "\n".join(lines), "black", font_size=20, spacing=6)
            y += 27 * len(lines) + 24
        yield _scanned(page, chance)


def draw_letter(count: int, chance: Random) -> Iterator[Image.Image]:
    """Draw letters with one head."""
    for _ in range(count):
        page = Image.new("RGB", (900, 1270), (250, 248, 240))
        draw = ImageDraw.Draw(page)
        draw.rectangle((90, 60, 240, 130), fill=(30, 60, 120))
        draw.text((260, 70), "City works, Mill Lane 3", "black", font_size=24)
        draw.text((90, 250), _text(chance, 3).title() + "\n" + _text(chance, 2).title(), "black", font_size=20)
        lines = textwrap.wrap(_text(chance, int(chance.integers(60, 190))), 68)
        draw.multiline_text((90, 420), "\n".join(lines), "black", font_size=20, spacing=8)
        yield _scanned(page, chance)


def draw_chat(count: int, chance: Random) -> Iterator[Image.Image]:
    """Draw screenshots of a conversation."""
    for _ in range(count):
        screen = Image.new("RGB", (720, 1280), (236, 229, 221))
        draw = ImageDraw.Draw(screen)
        draw.rectangle((0, 0, 720, 110), fill=(7, 94, 84))
        draw.text((100, 40), "Family", "white", font_size=32)
        y = 140
        while y < 1150:
            lines = textwrap.wrap(_text(chance, int(chance.integers(2, 24))), 34)
            mine = bool(chance.integers(2))
            left, right = (220, 700) if mine else (20, 500)
            draw.rounded_rectangle(
                (left, y, right, y + 34 * len(lines) + 24), 16, fill=(220, 248, 198) if mine else "white"
            )
            draw.multiline_text((left + 16, y + 10), "\n".join(lines), "black", font_size=26, spacing=6)
            y += 34 * len(lines) + 44
        yield screen


def draw_slide(count: int, chance: Random) -> Iterator[Image.Image]:
    """Draw slides of one lecture."""
    for number in range(count):
        slide = Image.new("RGB", (1280, 720), "white")
        draw = ImageDraw.Draw(slide)
        draw.rectangle((0, 0, 1280, 90), fill=(20, 50, 110))
        draw.text((40, 22), _text(chance, 5).title(), "white", font_size=42)
        draw.text((40, 680), f"Lecture 4, slide {number + 1}", "grey", font_size=22)
        for at in range(int(chance.integers(3, 7))):
            draw.text((80, 150 + 75 * at), "• " + _text(chance, int(chance.integers(4, 9))), "black", font_size=32)
        if chance.random() < 0.5:
            heights = chance.integers(40, 260, 5)
            for at, high in enumerate(heights.tolist()):
                draw.rectangle((850 + 75 * at, 620 - high, 905 + 75 * at, 620), fill=(200, 80, 30))
        yield slide


def draw_skies(count: int, chance: Random) -> Iterator[Image.Image]:
    """Draw skies with different clouds."""
    for _ in range(count):
        y = np.linspace(0, 1, 600)[:, None, None]
        blue = np.array([70, 130, 210]) * (1 - y) + np.array([180, 205, 235]) * y
        small = Image.fromarray(chance.integers(0, 256, (10, 14), np.uint8)).resize(
            (800, 600), Image.Resampling.BICUBIC
        )
        cloud = np.clip((np.asarray(small, np.float32) - 140) / 80, 0, 1)[:, :, None]
        pixels = blue * (1 - 0.7 * cloud) + 255 * 0.7 * cloud + chance.normal(0, 2, (600, 800, 3))
        yield Image.fromarray(pixels.clip(0, 255).astype(np.uint8))


def _text(chance: Random, count: int) -> str:
    return " ".join(chance.choice(_TEXT.split(), count))


def _scanned(page: Image.Image, chance: Random) -> Image.Image:
    found = page.rotate(float(chance.uniform(-0.4, 0.4)), Image.Resampling.BICUBIC, fillcolor=page.getpixel((0, 0)))
    pixels = np.asarray(found.filter(ImageFilter.GaussianBlur(0.6)), np.float32)
    return Image.fromarray((pixels + chance.normal(0, 2, pixels.shape)).clip(0, 255).astype(np.uint8))
