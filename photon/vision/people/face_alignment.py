"""Cut faces out of pictures, upright and at one size, and measure how well they show who it is."""

import numpy as np
from PIL import Image

from photon.domain.arrays import Floats

SIDE = 112  # pixels of an aligned face
_STANDARD = np.array(
    [(38.2946, 51.6963), (73.5318, 51.5014), (56.0252, 71.7366), (41.5493, 92.3655), (70.7299, 92.2041)], np.float32
)
"""Where SFace and ArcFace (Deng et al. 2019) expect eyes, nose and corners of the mouth."""
_INNER = slice(24, 104), slice(24, 88)  # rows and columns of an aligned face that show neither hair nor background


def align_face(picture: Image.Image, points: Floats) -> Image.Image:
    """Return a face, ``SIDE`` pixels wide and high; what is outside the picture is black.

    Args:
        picture: The picture, in RGB.
        points: float32 (5, 2): eyes, nose and corners of the mouth in pixels, each from left to right as seen.
    """
    turn, middle, standard = _best_turn(points)
    factor = max(1, int(np.hypot(*turn[0])))
    low, high = points.min(axis=0), points.max(axis=0)
    margin = 2 * float((high - low).max()) + factor
    left, top = (int(max(0, one - margin)) for one in low)
    right, bottom = (int(min(size, one + margin)) for size, one in zip(picture.size, high, strict=True))
    if right <= left or bottom <= top:
        return Image.new("RGB", (SIDE, SIDE))
    part = picture.crop((left, top, right, bottom)).reduce(factor)  # Pillow averages nothing where it turns
    offset = middle - turn @ standard - np.array([left, top], np.float32)
    values = np.concatenate([turn, offset[:, None]], axis=1) / factor
    return part.transform((SIDE, SIDE), Image.Transform.AFFINE, values.ravel().tolist(), Image.Resampling.BILINEAR)


def _best_turn(points: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the turn and scale that bring the standard points closest to ``points``, and both their middles.

    Umeyama 1991, in the plane: the least squares over rotations with a scale, which complex numbers solve at once.
    """
    middle, standard = points.mean(axis=0), _STANDARD.mean(axis=0)
    to, source = ((one[:, 0] + 1j * one[:, 1]) for one in (points - middle, _STANDARD - standard))
    turned = np.vdot(source, to) / np.vdot(source, source).real
    turn = np.array([(turned.real, -turned.imag), (turned.imag, turned.real)], np.float32)
    return turn, middle, standard


def sharpness_of(face: Image.Image) -> float:
    """Return how sharp an aligned face is: the variance of its Laplacian (Pech-Pacheco et al. 2000).

    Args:
        face: As ``align_face`` returns it.
    """
    grey = np.asarray(face.convert("L"), np.float32)[_INNER]
    around = grey[:-2, 1:-1] + grey[2:, 1:-1] + grey[1:-1, :-2] + grey[1:-1, 2:]
    return float(np.var(around - 4 * grey[1:-1, 1:-1]))


def pose_of(points: Floats) -> float:
    """Return how far a face looks at the camera, 0 (profile, or no face) .. 1 (frontal).

    That is where the nose is between eyes and mouth: across them, and down from one to the other.

    Args:
        points: float32 (5, 2), as ``align_face`` takes them.
    """
    turn, middle, standard = _best_turn(points)
    placed = (points - middle) @ turn / max(float(np.linalg.det(turn)), 1e-6) + standard  # as in the aligned face
    left, right = placed[[0, 3], 0].mean(), placed[[1, 4], 0].mean()
    eyes, mouth = placed[:2, 1].mean(), placed[3:, 1].mean()
    across = (placed[2, 0] - left) / max(right - left, 1e-6)
    down = (placed[2, 1] - eyes) / max(mouth - eyes, 1e-6)
    return float(np.clip(min(1 - abs(2 * across - 1), 2 - 2 * abs(2 * down - 1)), 0, 1))
