"""Cache of trained adapters in a temporary folder, so that several scripts share the ten trainings."""

import hashlib
import tempfile
from pathlib import Path

import numpy as np
from lab.starter.starter_figures import Fit
from lab.starter.starter_files import write_adapter
from lab.starter.starter_material import Part
from lab.starter.starter_training import Recipe, train

from photon.vision.kit.adapter import Adapter, read_adapter


def kept_training(recipe: Recipe, seed: int = 0) -> Fit:
    """Return a training function for a recipe, cached for each part of the data."""
    folder = Path(tempfile.gettempdir()) / "photon-training"
    folder.mkdir(exist_ok=True)

    def fit(part: Part) -> Adapter:
        whole = part.whole
        digest = hashlib.sha256(f"{recipe} {seed}".encode())
        for array in (part.described, part.named, whole.photos[:, :, :8], whole.captions[:, :8]):
            digest.update(np.ascontiguousarray(array).tobytes())
        digest.update("\n".join(whole.sentences).encode())
        path = folder / f"adapter-{digest.hexdigest()[:16]}.safetensors"
        if not path.exists():
            write_adapter(train(part, recipe, seed), path)
        return read_adapter(path)

    return fit
