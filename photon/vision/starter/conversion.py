"""Convert the starter's weights. Runs in a process of its own, so that its memory is released.

``python -m photon.vision.starter.conversion FOLDER`` fills the folder and writes progress lines ``0.40 sentence`` to
standard output. On a PhotonError it exits with code 3 after writing the message and hint as JSON.
"""

import json
import shutil
import sys
from pathlib import Path

import numpy as np

from photon.domain import PhotonError
from photon.vision.kit.bundled_weights import IMAGE_WEIGHTS, TEXT_WEIGHTS, TOKENIZER, fingerprint
from photon.vision.kit.child_process import FAILED, report_progress
from photon.vision.starter.checkpoint import read_checkpoint
from photon.vision.starter.image_graph import write_image_graph
from photon.vision.starter.starter_install import (
    FORMAT,
    IMAGE_FILE,
    KINDS_FILE,
    MANIFEST,
    TEXT_FILE,
    TOKENIZER_FILE,
    WORDS_FILE,
)
from photon.vision.starter.text_graph import LONGEST, write_text_graph

_BERT = "embeddings."


def _convert_text(folder: Path) -> None:
    from safetensors.numpy import load_file

    weights = load_file(TEXT_WEIGHTS.verified())
    report_progress(0.6, "Converting the text tower")
    # Word embeddings, then position embeddings. Both are looked up, not multiplied, so they stay out of the graph.
    places = weights[f"{_BERT}position_embeddings.weight"][:LONGEST]
    places = places + weights[f"{_BERT}token_type_embeddings.weight"][0]
    np.save(folder / WORDS_FILE, np.concatenate([weights[f"{_BERT}word_embeddings.weight"], places]))
    write_text_graph(weights, folder / TEXT_FILE)
    shutil.copyfile(TOKENIZER.verified(), folder / TOKENIZER_FILE)


def convert(folder: Path) -> None:
    """Fill a folder with the converted starter and its manifest.

    Args:
        folder: An empty folder.

    Raises:
        PhotonError: A weight file is missing or wrong.
        OSError: The folder cannot be written.
    """
    report_progress(0.0, "Checking the image tower")
    weights = read_checkpoint(IMAGE_WEIGHTS.verified())
    report_progress(0.2, "Converting the image tower")
    write_image_graph(weights, folder / IMAGE_FILE)
    *_, kernel, bias = weights.values()
    np.save(folder / KINDS_FILE, np.concatenate([kernel.T, bias[None]]).astype(np.float16))
    report_progress(0.4, "Checking the text tower")
    _convert_text(folder)
    report_progress(0.9, "Checking the result")
    files = {
        path.name: {"bytes": path.stat().st_size, "sha256": fingerprint(path)} for path in sorted(folder.iterdir())
    }
    (folder / MANIFEST).write_text(json.dumps({"format": FORMAT, "files": files}, indent=1), encoding="utf-8")


def main() -> int:
    """Convert into the folder given as first argument.

    Returns:
        The exit code.
    """
    try:
        convert(Path(sys.argv[1]))
    except PhotonError as error:
        sys.stdout.write(json.dumps([error.message, error.hint]) + "\n")
        return FAILED
    return 0


if __name__ == "__main__":
    sys.exit(main())
