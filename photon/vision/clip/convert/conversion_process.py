"""Convert an encoder and choose its setting; a child process started by ``installing``.

``python -m photon.vision.clip.convert.conversion_process ORDER.json`` fills the folder named in the order.
"""

import contextlib
import json
import shutil
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from photon.domain import PhotonError
from photon.domain.encoders.encoder_info import EncoderCard
from photon.language import tr
from photon.vision.clip.convert.comparison import Trial, try_all
from photon.vision.clip.convert.conversion import write_text_graph, write_words
from photon.vision.clip.convert.tokenizer_file import write_tokenizer
from photon.vision.clip.network.network import Network, read_network, save_weights
from photon.vision.clip.runtime.clip_encoder import ClipEncoder
from photon.vision.clip.runtime.pixels import look_at
from photon.vision.clip.runtime.text_tower import ClipTextTower, TextFacts
from photon.vision.clip.shelf.agreement import QUERIES, fastest
from photon.vision.clip.shelf.encoder_shelf import (
    BRIDGE_FILE,
    IMAGE_FILE,
    TEXT_FILE,
    TOKENIZER_FILE,
    WEIGHTS,
    WORDS_FILE,
    Installed,
    encoder_id,
    write_facts,
)
from photon.vision.kit.bundled_weights import fingerprint
from photon.vision.kit.child_process import report_progress, serve
from photon.vision.kit.encoder import UNREADABLE
from photon.vision.knowledge.language_bridge import write_bridge


def convert(order_file: Path) -> str:
    """Fill the folder of an order.

    Args:
        order_file: JSON file with the order.

    Returns:
        The encoder's id.

    Raises:
        PhotonError: The weights cannot be used, or another encoder has this name.
        OSError: The folder cannot be written.
    """
    from photon.vision.clip.network.image_modules import image_module  # torch

    order = json.loads(order_file.read_text(encoding="utf-8"))
    folder, room, threads = Path(order["folder"]), Path(order["room"]), int(order["threads"])
    card = EncoderCard(**{**order["card"], "languages": tuple(order["card"]["languages"])})
    report_progress(0.02, tr("Reading the weights"))
    network, id_ = _read(order, card.name, folder)
    report_progress(0.2, tr("Converting the text part"))
    text = _convert_text(network, _beside(Path(order["weights"])), folder)
    report_progress(0.3, tr("Converting the image part"))
    queries = ClipTextTower(folder, text, threads).encode(QUERIES)
    previews = _readable(Path(order["pictures"]), network)
    trial = Trial(network, room, threads, order["seconds"], exact=order["exact"])
    tried = try_all(trial, previews, queries, lambda share, sentence: report_progress(0.3 + 0.65 * share, sentence))
    report_progress(0.96, tr("Saving the model"))
    module = image_module(network)
    setting = fastest(tried)
    meaning, look = trial.open(setting).encode(previews[:1])
    if setting.runtime == "onnx":
        shutil.copyfile(trial.graph(setting), folder / IMAGE_FILE)  # copied, because Windows does not move open files
    installed = Installed(
        card=card,
        architecture=network.architecture,
        config=network.config,
        id=id_,
        folder=folder,
        dimension=meaning.shape[1],
        look_dimension=look.shape[1],
        context=text.tokens.context,
        preprocessing=network.preprocessing,
        setting=setting,
        tried=tried,
        drawn=int(order["drawn"]),
        disk=0,
        text=asdict(text),
        has_map=module.grid is not None,
        adds_up=module.adds_up,
    )
    if order["sentences"]:
        report_progress(0.97, tr("Learning to read other languages"))
        encoder = ClipEncoder(installed, setting, threads)
        write_bridge(folder / BRIDGE_FILE, order["sentences"], encoder.read_words, threads)
    write_facts(installed)
    return id_


def _read(order: dict[str, Any], name: str, folder: Path) -> tuple[Network, str]:
    """Read the network, store its weights in the folder, and compute the id.

    Raises:
        PhotonError: It cannot be read, or another encoder has this name.
    """
    network = read_network(order["card"]["architecture"], Path(order["weights"]), tag=order["card"]["weights"])
    save_weights(network, folder / WEIGHTS)
    id_ = encoder_id(name, fingerprint(folder / WEIGHTS), network.config, network.preprocessing)
    if order["known"] not in {"", id_}:
        raise PhotonError(
            tr("Another model is already named “{name}”.", name=name),
            tr("Choose another name, or remove the other model first (photon encoders remove {name}).", name=name),
        )
    return network, id_


def _beside(weights: Path) -> Path:
    """The folder of the weights and the files beside them."""
    return weights if weights.is_dir() else weights.parent


def _convert_text(network: Network, source: Path, folder: Path) -> TextFacts:
    from photon.vision.clip.network.text_module import text_module  # torch

    tokens = write_tokenizer(network.config, source, folder / TOKENIZER_FILE)
    write_words(network, folder / WORDS_FILE)
    write_text_graph(network, folder / TEXT_FILE)
    module = text_module(network)
    if module.pool not in {"end", "last", "first"}:
        raise PhotonError(
            tr(
                "Photon doesn't support the text part of {architecture}: it pools by “{pool}”.",
                architecture=network.architecture,
                pool=module.pool,
            )
        )
    return TextFacts(tokens, module.pool, module.needs_full or module.pool == "last")


def _readable(folder: Path, network: Network) -> list[bytes]:
    """The images of a folder that can be decoded."""
    found = []
    for path in sorted(folder.iterdir()):
        picture = path.read_bytes()
        with contextlib.suppress(*UNREADABLE):
            look_at(picture, network.preprocessing)
            found.append(picture)
    return found


def main() -> int:
    """Carry out the order given as first argument."""
    return serve(convert)


if __name__ == "__main__":
    sys.exit(main())
