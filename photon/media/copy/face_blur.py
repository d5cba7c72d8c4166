"""Blur faces in a picture, so that nobody can be recognised by what is left.

Mosaics and blurring that still show features do not hide who somebody is: networks tell people apart by mosaics of
7 x 6 blocks (McPherson, Shokri and Shmatikov, "Defeating Image Obfuscation with Deep Learning", 2016). So of each face
only the mean colours of its four quarters are left, which run into each other.
"""

from collections.abc import Iterable

from PIL import Image, ImageDraw

from photon.domain.photo.region import Region

_BEYOND = 0.3  # of each side: forehead, ears and chin, which detectors leave out
_LEAST = 2.0  # pixels beyond each side
_QUARTERS = (2, 2)


def blur_faces(image: Image.Image, faces: Iterable[Region]) -> None:
    """Blur faces; the picture is modified in place.

    Args:
        image: Upright, RGB.
        faces: Where they are.
    """
    for face in faces:
        wide, high = face.width * image.width, face.height * image.height
        right, down = (_BEYOND * side + _LEAST for side in (wide, high))
        size = (round(wide + 2 * right), round(high + 2 * down))
        at = (round(face.x * image.width - right), round(face.y * image.height - down))
        inside = (max(0, at[0]), max(0, at[1]), min(image.width, at[0] + size[0]), min(image.height, at[1] + size[1]))
        if inside[0] >= inside[2] or inside[1] >= inside[3]:
            continue
        mean = image.crop(inside).resize(_QUARTERS, Image.Resampling.BOX)
        mask = Image.new("L", size)
        ImageDraw.Draw(mask).ellipse((0, 0, size[0] - 1, size[1] - 1), fill=255)
        image.paste(mean.resize(size, Image.Resampling.BICUBIC), at, mask)
