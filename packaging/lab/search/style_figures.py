"""Fit the curves of the styles, and measure them on other filters and on ordinary photos.

    python -m lab.search.style_figures fit FOLDER…       prints the curves of photon/media/read/style_measuring.py
    python -m lab.search.style_figures measure FOLDER…   AUROC on the test filters, fraction of ordinary photos flagged

Every fourth photo is used for tuning, with the filters of the tuning family; the one after it is used for testing, with
those of the test family (style_pictures). Ordinary photos count as flagged above a probability of one half.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from lab.search.style_pictures import TEST, TUNING, Variant, decoded, encoded

from photon.domain.photo.styles import PRIOR, STYLES
from photon.media.file.file_kinds import is_photo
from photon.media.read.reading import read
from photon.media.read.style_measuring import TRAITS, chances, traits

Doubles = npt.NDArray[np.float64]

# Features of each style, and its negatives in addition to ordinary photos.
USED: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "monochrome": (("rest", "tint"), ("sepia", "dark", "blurred")),
    "sepia": (("rest", "tint", "warmth"), ("monochrome", "dark", "blurred")),
    "dark": (("level",), ("monochrome", "sepia", "blurred")),
    "drawing": (("tint", "level", "tones", "edges"), ("monochrome", "sepia", "blurred")),
    "blurred": (("fine", "less fine"), ("monochrome", "sepia", "dark")),
}
_RIDGE = 0.1  # on standardised features: filters are perfectly separable, photos are not


def main() -> None:
    """Parse the arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("action", choices=("fit", "measure"))
    parser.add_argument("folders", type=Path, nargs="+")
    arguments = parser.parse_args()
    files = [file for folder in arguments.folders for file in sorted(folder.iterdir()) if is_photo(file.name)]
    previews = [read(str(file)).preview for file in files]
    if arguments.action == "fit":
        _fit(previews[::4])
    else:
        _measure(files, previews)


def _of(previews: Sequence[bytes], variants: Sequence[Variant]) -> list[Doubles]:
    """Return the features (n, 9) of the previews in each variant."""
    return [np.stack([traits(encoded(variant(decoded(one)))) for one in previews]) for variant in variants]


def _fit(previews: Sequence[bytes]) -> None:
    plain = np.stack([traits(one) for one in previews])
    styled = {style: np.concatenate(_of(previews, variants)) for style, variants in TUNING.items()}
    for style, (used, others) in USED.items():
        columns = [TRAITS.index(name) for name in used]
        negative = np.concatenate([plain, plain, plain, *(styled[other] for other in others)])[:, columns]
        shift, weights = _logistic(styled[style][:, columns], negative)
        print(f'    "{style}": ({shift:.3g}, {{', end="")
        print(", ".join(f'"{name}": {weight:.3g}' for name, weight in zip(used, weights, strict=True)), end="}),\n")


def _logistic(positive: Doubles, negative: Doubles) -> tuple[float, Doubles]:
    """Return the bias and weights by Newton's method; positives have total weight PRIOR."""
    rows = np.concatenate([positive, negative])
    middle, scale = rows.mean(axis=0), rows.std(axis=0)
    rows = np.column_stack([np.ones(len(rows)), (rows - middle) / scale])
    right = np.repeat([1.0, 0.0], [len(positive), len(negative)])
    share = np.where(right > 0, PRIOR / len(positive), (1 - PRIOR) / len(negative)) * len(rows)
    ridge = np.diag([0.0, *[_RIDGE * len(rows) / 1000] * positive.shape[1]])
    found = np.zeros(rows.shape[1])
    for _ in range(100):
        guess = 1 / (1 + np.exp(-rows @ found))
        slope = rows.T @ (share * (right - guess)) - ridge @ found
        bend = (rows * (share * guess * (1 - guess))[:, None]).T @ rows + ridge
        step = np.linalg.solve(bend, slope)
        found += step / max(1.0, float(np.abs(step).max()))
    weights = found[1:] / scale
    return float(found[0] - weights @ middle), weights


def _measure(files: Sequence[Path], previews: Sequence[bytes]) -> None:
    ordinary = np.stack([traits(one) for one in previews])
    plain = chances(ordinary)
    for number, style in enumerate(STYLES):
        flagged = np.flatnonzero(plain[:, number] >= 0.5)
        print(f"{style}: {len(flagged)} of {len(files)} ordinary photos flagged ({len(flagged) / len(files):.1%})")
        order = flagged[np.argsort(-plain[flagged, number])]
        print("   ", ", ".join(f"{files[row].name} {plain[row, number]:.2f}" for row in order[:12]))
        for place, found in enumerate(_of(previews[1::4], TEST[style])):
            right = chances(found)[:, number]
            curve = (right[:, None] > plain[None, :, number]).mean() + 0.5 * (right[:, None] == plain[:, number]).mean()
            print(f"    filter {place}: AUROC {curve:.3f}, found {(right >= 0.5).mean():.1%}")


if __name__ == "__main__":
    main()
