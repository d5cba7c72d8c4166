"""Write ``resources/encoders/open_clip.json``: the pairs of architecture and weights that open_clip knows.

    python -m lab.speed.encoder_tables

Photon reads that file instead of importing open_clip, which takes seconds. Run it again after an update of open_clip; a
test fails if the two differ. Architectures are built on torch's meta device, which uses no memory.
"""

import argparse
import json
import logging
import warnings
from pathlib import Path
from typing import Any

TABLE = Path(__file__).resolve().parents[3] / "resources" / "encoders" / "open_clip.json"


def tags_of(architecture: str) -> dict[str, str]:
    """Return the tags of an architecture and the sources of the weights: ``OWNER/REPOSITORY/[FILE]``, or a URL.

    Weights trained with QuickGELU belong only to the architecture of that name: the plain one would load them silently
    and compute other vectors.
    """
    from open_clip.pretrained import get_pretrained_cfg, list_pretrained_tags_by_model

    quick = architecture.endswith("-quickgelu")
    configs = {tag: get_pretrained_cfg(architecture, tag) for tag in list_pretrained_tags_by_model(architecture)}
    return {
        tag: config["hf_hub"] or config["url"]
        for tag, config in configs.items()
        if bool(config.get("quick_gelu")) == quick
    }


def facts_of(architecture: str) -> dict[str, Any]:
    """Return the dimension, size of the weights in megabytes (float32), tokenizer, and tags of an architecture."""
    import open_clip
    import torch

    config = open_clip.get_model_config(architecture)
    text = config["text_cfg"]
    foreign = bool(text.get("hf_model_name"))
    numbers = 0
    if not foreign:  # such a text tower would need files from the network
        with torch.device("meta"):
            net = open_clip.create_model(architecture, device="meta")
        numbers = sum(parameter.numel() for parameter in net.parameters())
    return {
        "dimension": config["embed_dim"],
        "megabytes": round(numbers * 4 / 1e6),
        "tokenizer": text.get("hf_tokenizer_name", ""),
        "foreign_text": foreign,
        "tags": tags_of(architecture),
    }


def make_table() -> dict[str, dict[str, Any]]:
    """Return the facts of every architecture with weights, by name."""
    from open_clip.pretrained import list_pretrained

    logging.disable(logging.WARNING)  # "Model initialized randomly", once per architecture
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        names = sorted({architecture for architecture, _ in list_pretrained()})
        return {name: facts_of(name) for name in names if tags_of(name)}


def main() -> None:
    """Write the table."""
    argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0]).parse_args()
    TABLE.parent.mkdir(parents=True, exist_ok=True)
    lines = [f"{json.dumps(name)}: {json.dumps(facts)}" for name, facts in make_table().items()]
    TABLE.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
