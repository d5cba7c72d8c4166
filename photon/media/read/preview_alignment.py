"""Align two previews, and measure how well they agree, block by block.

The second picture is moved, scaled, sheared and rotated until it fits the first one best: Lucas and Kanade's method
("An iterative image registration technique", 1981) on pictures of 32, 64 and 128 pixels. It starts with the whole
picture and with the part in which the hashes agreed. Brightness, contrast and shading are equalised first, so that
colour edits do not count, nor does what became plain white or black in one of the two. The remaining differences are
measured in 64 blocks: for a copy, all blocks agree; for two shots of the same moment, the blocks differ in which
something moved.
"""

import io
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from PIL import Image

from photon.domain.arrays import Doubles, Floats, Truth
from photon.domain.photo.fingerprint import WINDOWS
from photon.domain.photo.likeness import NO_LIKENESS, Likeness
from photon.media.file import failures
from photon.media.read.plain_bars import find_inner
from photon.quick_dataclass import dataclass

_SIDE = 128  # pixels of both sides: a changed aspect ratio is no difference
SQUARE = 256  # pixels of both sides of what is aligned, and for comparing sharpness
_BLOCKS = 8
_LEVELS = ((4, 10), (2, 6), (1, 4))  # reduction factor, and maximum number of steps
_STILL = 0.02  # pixels: stop once a step moves nothing by more than this
_CALM = 6.0  # variance of luma; blocks with much less have nothing to compare
_FAINTER = 16.0  # ratio of variances that an edit may cause
_DISTINCT = 0.7  # of the contrast: a larger difference is another object, not another position
_KNOWN = 0.7  # share of a block that must be visible in both
_EDGE = 2  # pixels along the edges of either picture, into which softening mixes what the other one may not show
_WIDE = 8  # parts of a side over which shading is averaged
_CLIPPED = (5.0, 249.0)  # luma up to and from which nothing is left to see
_POOREST = 3  # blocks
_OTHER, _PART, _EQUAL = 0.25, 0.6, 0.98  # share that something else may cover; correlations of that and of the rest
_BORDER = 0.012  # share of a side
_IN_PLACE = 0.008  # share of a side; letters over a picture pull at it


@dataclass(frozen=True, slots=True)
class PreviewPair:
    """Two pictures to compare.

    Attributes:
        frame: An upright JPEG.
        picture: An upright JPEG that may show more than ``frame``.
        window: The part of ``picture`` that ``frame`` probably shows, as a row of WINDOWS.
    """

    frame: bytes
    picture: bytes
    window: int = 0


def compare_previews(pairs: Sequence[PreviewPair]) -> list[Likeness | None]:
    """Compare the pictures of each pair.

    Args:
        pairs: The pairs.

    Returns:
        One result per pair; None if one of the two is damaged.
    """
    return [_compared(pair) for pair in pairs]


def _compared(pair: PreviewPair) -> Likeness | None:
    try:
        frame, picture = square_luma(open_grey(pair.frame)), square_luma(open_grey(pair.picture))
    except failures.DECODING_ERRORS:
        return None
    found = align(frame, picture, pair.window)
    is_framed = _is_framed(found, picture) or _is_framed(found.inverted(), frame)
    return replace(found, way="border") if is_framed and not found.way else found


def _is_framed(place: Likeness, picture: Floats) -> bool:
    """Return whether what a picture shows beyond a place is a plain border at opposite sides, and nothing else."""
    beyond = (place.left, place.top, 1 - place.right, 1 - place.bottom)
    if min(beyond) < -_BORDER or max(min(beyond[0], beyond[2]), min(beyond[1], beyond[3])) < _BORDER:
        return False
    box = find_inner(picture[:, :, None])
    if box is None:
        return False
    bars = (box[0], box[1], 1 - box[2], 1 - box[3])
    return all(abs(bar - more) <= _BORDER for more, bar in zip(beyond, bars, strict=True))


def open_grey(preview: bytes) -> Image.Image:
    """Open a preview, large enough for ``square_luma``.

    Args:
        preview: A JPEG.
    """
    with Image.open(io.BytesIO(preview)) as image:
        image.draft("L", (SQUARE, SQUARE))
        return image.convert("L")


def square_luma(picture: Image.Image) -> Floats:
    """Return the luma of a picture, whatever its aspect ratio: float32 (256, 256), 0..255."""
    return np.asarray(picture.convert("L").resize((SQUARE, SQUARE), Image.Resampling.BILINEAR), np.float32)


def align(frame: Floats, picture: Floats, window: int = 0) -> Likeness:
    """Find the part of a picture that a frame shows, and compare the two.

    Args:
        frame: float32 (256, 256), luma, 0..255.
        picture: float32 (256, 256), luma, 0..255.
        window: Row of WINDOWS to start from, besides the whole picture.

    Returns:
        How well they agree.
    """
    one, other = _halved(frame), _halved(picture)
    maps = np.stack([_map_of(place) for place in sorted({0, window})])
    for factor, steps in _LEVELS:
        small, large = shrunk(one, factor), shrunk(other, factor)
        maps = _refined(flattened(small), flattened(large), maps, steps)
        if len(maps) > 1:
            maps = maps[[int(np.argmin(_errors(small, large, maps)))]]
    return _judged(one, other, maps[0], (frame, picture))


def _map_of(window: int) -> Doubles:
    """Return the map from places in a frame to places in the picture, both from their centres: float64 (2, 3)."""
    left, top, right, bottom = WINDOWS[window]
    return np.array([[right - left, 0, (left + right - 1) / 2], [0, bottom - top, (top + bottom - 1) / 2]])


def _halved(picture: Floats) -> Floats:
    side = len(picture) // 2
    found: Floats = picture.reshape(side, 2, side, 2).mean(axis=(1, 3))
    return found


def shrunk(picture: Floats, factor: int) -> Floats:
    """Reduce a picture by a whole factor.

    Args:
        picture: Luma, float32 (side, side).
        factor: A divisor of ``side``.

    Returns:
        float32 (side / factor, side / factor).
    """
    side = len(picture) // factor
    found: Floats = picture.reshape(side, factor, side, factor).mean(axis=(1, 3))
    return softened(found)


def softened(picture: Floats) -> Floats:
    """Blur slightly, so that changes of the finest detail by JPEG or resizing do not count.

    Args:
        picture: Luma, float32 (rows, columns).

    Returns:
        float32 (rows, columns).
    """
    padded = np.pad(picture, 1, mode="edge")
    across = (padded[:, :-2] + 2 * padded[:, 1:-1] + padded[:, 2:]) / 4
    found: Floats = ((across[:-2] + 2 * across[1:-1] + across[2:]) / 4).astype(np.float32)
    return found


def flattened(picture: Floats) -> Floats:
    """Remove the shading, so that a vignette does not move the picture.

    Args:
        picture: Luma, float32 (side, side).

    Returns:
        float32 (side, side).
    """
    side = len(picture)
    sums = np.zeros((side + 1, side + 1))
    sums[1:, 1:] = picture.astype(np.float64).cumsum(axis=0).cumsum(axis=1)
    place = np.arange(side)
    first, end = np.maximum(place - side // _WIDE, 0), np.minimum(place + side // _WIDE + 1, side)
    rows = sums[end] - sums[first]
    counts = (end - first)[:, None] * (end - first)[None, :]
    found: Floats = (picture - (rows[:, end] - rows[:, first]) / counts).astype(np.float32)
    return found


def _grid(side: int) -> Floats:
    """Return the places of pixels from the centre, -0.5..0.5: float32 (2, side²), x and y."""
    place = ((np.arange(side) + 0.5) / side - 0.5).astype(np.float32)
    y, x = np.meshgrid(place, place, indexing="ij")
    return np.stack([x.ravel(), y.ravel()])


def _mapped(maps: Doubles, grid: Floats) -> Floats:
    """Apply maps, float64 (m, 2, 3), to a grid; return places in the picture, float32 (m, 2, n)."""
    found: Floats = (maps[:, :, :2].astype(np.float32) @ grid + maps[:, :, 2:].astype(np.float32)).astype(np.float32)
    return found


def _sampled(picture: Floats, places: Floats) -> tuple[Floats, Floats]:
    """Read a picture, float32 (k, side, side), bilinearly at places (m, 2, n): (k, m, n), and 1 where inside (m, n)."""
    side = picture.shape[-1]
    at = (places + 0.5) * side - 0.5
    inside = (at > -0.75) & (at < side - 0.25)
    at = np.clip(at, 0, side - 1.001)
    whole = at.astype(np.intp)
    part = (at - whole).astype(np.float32)
    (x, y), (right, down) = (whole[:, 0], whole[:, 1]), (part[:, 0], part[:, 1])
    flat, place = picture.reshape(len(picture), -1), y * side + x

    def taken(step: int) -> Floats:
        # with a mode it is three times as fast as with brackets; no place is outside
        found: Floats = flat.take(place + step, axis=1, mode="clip")
        return found

    upper, lower = (_mixed(taken(below), taken(below + 1), right) for below in (0, side))
    return _mixed(upper, lower, down), (inside[:, 0] & inside[:, 1]).astype(np.float32)


def _mixed(one: Floats, other: Floats, part: Floats) -> Floats:
    """Mix a part of another array into an array, in place."""
    one *= 1 - part
    other *= part
    one += other
    return one


def _moments(values: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Compute the weighted mean and standard deviation (m, 1) of values (m, n) by weights (m, n)."""
    total = weights.sum(axis=-1, keepdims=True) + 1e-6
    mean: Floats = (values * weights).sum(axis=-1, keepdims=True) / total
    variance: Floats = (np.square(values - mean) * weights).sum(axis=-1, keepdims=True) / total
    return mean, np.sqrt(variance) + np.float32(1e-3)


def _difference(frame: Floats, values: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Return differences (m, n) of equalised pictures, in standard deviations; and the spread of ``values`` (m, 1)."""
    (low, wide), (mean, spread) = _moments(frame, weights), _moments(values, weights)
    found: Floats = ((frame - low) / wide - (values - mean) / spread) * weights
    return found, spread


def _refined(frame: Floats, picture: Floats, maps: Doubles, steps: int) -> Doubles:
    """Improve maps from ``frame`` to ``picture`` by Gauss-Newton steps."""
    side = len(frame)
    grid, flat = _grid(side), frame.ravel()[None]
    rows, columns = np.gradient(picture)
    layers = np.stack([picture, columns * side, rows * side]).astype(np.float32)
    for _ in range(steps):
        (values, across, down), weights = _sampled(layers, _mapped(maps, grid))
        error, spread = _difference(flat, values, weights)
        error /= np.maximum(1, np.abs(error) / np.float32(_DISTINCT))
        across, down = across * weights / spread, down * weights / spread
        slopes = np.stack([across * grid[0], across * grid[1], across, down * grid[0], down * grid[1], down], axis=1)
        bend = slopes @ slopes.transpose(0, 2, 1) + np.eye(6, dtype=np.float32) * (1e-3 * side * side)
        change = np.linalg.solve(bend.astype(np.float64), (slopes @ error[:, :, None]).astype(np.float64))[:, :, 0]
        maps = maps + change.reshape(-1, 2, 3)
        if np.abs(change).max() * side < _STILL:
            break
    return maps


def _errors(frame: Floats, picture: Floats, maps: Doubles) -> Floats:
    """Compute the error of each map; a map that covers less than three quarters of the frame is penalised."""
    values, weights = _sampled(picture[None], _mapped(maps, _grid(len(frame))))
    error, _ = _difference(frame.ravel()[None], values[0], weights)
    shown = weights.mean(axis=-1)
    found: Floats = np.minimum(np.square(error), 1).mean(axis=-1) / (shown + 1e-6) + 4 * np.maximum(0, 0.75 - shown)
    return found


def _blocks(flat: Floats, side: int) -> Floats:
    """Cut float32 (side²,) into 64 blocks: (64, pixels)."""
    edge = side // _BLOCKS
    found: Floats = flat.reshape(_BLOCKS, edge, _BLOCKS, edge).transpose(0, 2, 1, 3).reshape(_BLOCKS * _BLOCKS, -1)
    return found


def _planes() -> Floats:
    """Return the mean and slopes of a block, which a vignette changes, as unit vectors float32 (3, pixels)."""
    edge = _SIDE // _BLOCKS
    place = np.arange(edge, dtype=np.float32) - (edge - 1) / 2
    flat = np.stack([np.ones((edge, edge)), *np.broadcast_arrays(place[None, :], place[:, None])]).reshape(3, -1)
    found: Floats = (flat / np.linalg.norm(flat, axis=1, keepdims=True)).astype(np.float32)
    return found


_PLANES = _planes()


def _judged(one: Floats, other: Floats, place: Doubles, fine: tuple[Floats, Floats]) -> Likeness:
    if not np.isfinite(place).all():
        return NO_LIKENESS
    values, weights = _sampled(softened(softened(other))[None], _mapped(place[None], _grid(_SIDE)))
    seen = _blocks(_seen(place), _SIDE)
    known = seen.mean(axis=1) > _KNOWN
    if not known.any():
        return NO_LIKENESS
    both = _equally_clipped((softened(softened(one)).ravel(), values[0, 0]), _seen(place) > 0)
    parts = [_without_shading(_blocks(flat, _SIDE)[known], seen[known]) for flat in both]
    power = [np.square(part).mean(axis=1) for part in parts]
    if (np.maximum(*power) > 2 * _CALM).sum() < _POOREST:  # plain areas look alike, whatever they show
        return NO_LIKENESS
    # a block in which one of the two shows hardly anything must not look like whatever the other one shows
    least = [np.maximum(power[at], power[1 - at] / _FAINTER) for at in (0, 1)]
    alike = ((parts[0] * parts[1]).mean(axis=1) + _CALM) / (np.sqrt(least[0] * least[1]) + _CALM)
    most, worst = float(np.quantile(alike, 0.1)), float(np.sort(alike)[:_POOREST].mean())
    left, top = (float(place[axis, 2] - place[axis, axis] / 2 + 0.5) for axis in (0, 1))
    right, bottom = left + float(place[0, 0]), top + float(place[1, 1])
    turned = float(max(abs(place[1, 0]), abs(place[0, 1])))
    moved = max(abs(left), abs(top), abs(1 - right), abs(1 - bottom), turned)
    is_partly = worst < _PART and moved <= _IN_PLACE and float(np.quantile(alike, _OTHER)) >= _EQUAL
    return Likeness(
        most=most,
        worst=worst,
        overlap=float(weights.mean()),
        left=left,
        top=top,
        right=right,
        bottom=bottom,
        turned=turned,
        focus=_focus(*fine, place, known),
        way="part" if is_partly else "",
    )


def _seen(place: Doubles) -> Floats:
    """Return 1 for each pixel of a frame that both pictures show, away from their edges, else 0: float32 (side²,)."""
    grid = _grid(_SIDE)
    ways = np.stack([grid, _mapped(place[None], grid)[0]])
    found: Floats = (np.abs(ways) < 0.5 - _EDGE / _SIDE).all(axis=(0, 1)).astype(np.float32)
    return found


def _equally_clipped(both: tuple[Floats, Floats], seen: Truth) -> list[Floats]:
    """Clip each picture where the other one is clipped, so that lost highlights and shadows do not count.

    The share of pixels decides, because an edit makes pictures brighter or darker but keeps their order: what is dark
    before a white sky in one of two pictures stays different.

    Args:
        both: float32 (side²,) each.
        seen: bool (side²,), the pixels that both show.
    """
    low, high = _CLIPPED
    shown = [flat[seen] for flat in both]
    dark = max(float((some <= low).mean()) for some in shown)
    bright = max(float((some >= high).mean()) for some in shown)
    found: list[Floats] = []
    for flat, some in zip(both, shown, strict=True):
        least = max(low, float(np.quantile(some, dark))) if dark else -np.inf
        most = min(high, float(np.quantile(some, 1 - bright))) if bright else np.inf
        found.append(np.clip(flat, np.float32(least), np.float32(most)))
    return found


def _without_shading(parts: Floats, seen: Floats) -> Floats:
    """Subtract from each block (k, pixels) the plane that fits its seen pixels, and set the others to 0."""
    bend = np.einsum("kp,ip,jp->kij", seen, _PLANES, _PLANES)
    sums = np.einsum("kp,ip->ki", parts * seen, _PLANES)
    planes = np.linalg.solve(bend, sums[:, :, None])[:, :, 0] @ _PLANES
    found: Floats = ((parts - planes) * seen).astype(np.float32)
    return found


def _focus(frame: Floats, picture: Floats, place: Doubles, known: Truth) -> float:
    """Return the spread over the blocks of the log ratio of fine detail, where there is any: large in focus stacks."""
    values, _ = _sampled(picture[None], _mapped(place[None], _grid(SQUARE)))
    detail = []
    for part in (frame, values[0, 0].reshape(SQUARE, SQUARE)):
        fine = np.square(part - softened(part))
        detail.append(_blocks(fine.ravel(), SQUARE)[known].mean(axis=1))
    ratio = np.log((detail[0] + 2) / (detail[1] + 2)) / np.log(4)
    return float(np.subtract(*np.quantile(ratio, [0.9, 0.1])))
