"""Tiny random encoders, one of each kind, as open_clip folders: a description and weights, nothing registered."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

_WORDS = {"context_length": 77, "vocab_size": 49408, "width": 32, "heads": 2, "layers": 2}
_GREY = {"mean": [0.5, 0.5, 0.5], "std": [0.5, 0.5, 0.5]}
_SIGLIP_WORDS = {
    "context_length": 16,
    "vocab_size": 512,
    "hf_tokenizer_name": "timm/ViT-B-16-SigLIP",
    "tokenizer_kwargs": {"clean": "canonicalize"},
    "width": 48,
    "heads": 3,
    "layers": 2,
    "no_causal_mask": True,
    "proj_bias": True,
    "pool_type": "last",
    "norm_kwargs": {"eps": 1e-6},
    "act_kwargs": {"approximate": "tanh"},
}
_SIGLIP_LIKE = {"mean": [0.5, 0.5, 0.5], "std": [0.5, 0.5, 0.5], "interpolation": "bicubic", "resize_mode": "squash"}

_KINDS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "clip": (
        {
            "embed_dim": 24,
            "quick_gelu": True,
            "vision_cfg": {"image_size": 64, "layers": 3, "width": 64, "head_width": 16, "patch_size": 16},
            "text_cfg": _WORDS,
        },
        {},
    ),
    "siglip": (  # attention pooling, no class token, all tokens looked at, no mask over words
        {
            "embed_dim": 96,
            "init_logit_bias": -10,
            "custom_text": True,
            "vision_cfg": {
                "image_size": 160,
                "timm_model_name": "test_vit3",
                "timm_model_pretrained": False,
                "timm_pool": "map",
                "timm_proj": "none",
            },
            "text_cfg": {**_SIGLIP_WORDS, "width": 96},
        },
        _SIGLIP_LIKE,
    ),
    "mobileclip": (  # convolutions, mean over places, no mask over words
        {
            "embed_dim": 32,
            "vision_cfg": {
                "timm_model_name": "fastvit_t8",
                "timm_model_pretrained": False,
                "timm_pool": "avg",
                "timm_proj": None,
                "timm_drop": 0.0,
                "timm_drop_path": 0.0,
                "image_size": 64,
            },
            "text_cfg": {**_WORDS, "no_causal_mask": True},
            "custom_text": True,
        },
        {"mean": [0.0, 0.0, 0.0], "std": [1.0, 1.0, 1.0], "interpolation": "bilinear"},
    ),
    "coca": (
        {
            "embed_dim": 32,
            "vision_cfg": {
                "image_size": 64,
                "layers": 2,
                "width": 48,
                "head_width": 16,
                "patch_size": 16,
                "attentional_pool": True,
                "attn_pooler_heads": 4,
                "attn_pooler_queries": 8,
                "output_tokens": True,
            },
            "text_cfg": {**_WORDS, "context_length": 76, "embed_cls": True, "output_tokens": True},
            "multimodal_cfg": {
                "context_length": 76,
                "vocab_size": 49408,
                "width": 32,
                "heads": 2,
                "layers": 1,
                "attn_pooler_heads": 2,
            },
            "custom_text": True,
        },
        {},
    ),
    "resnet": (
        {
            "embed_dim": 24,
            "vision_cfg": {"image_size": 64, "layers": [1, 1, 1, 1], "width": 16, "patch_size": None},
            "text_cfg": _WORDS,
        },
        {},
    ),
    "clipa": (  # plain transformer pooled by a mean, normalised after pooling
        {
            "embed_dim": 24,
            "vision_cfg": {
                "image_size": 64,
                "layers": 2,
                "width": 64,
                "head_width": 16,
                "patch_size": 16,
                "no_ln_pre": True,
                "pool_type": "avg",
                "final_ln_after_pool": True,
                "ls_init_value": 0.1,
            },
            "text_cfg": {**_WORDS, "context_length": 32, "pool_type": "last", "no_causal_mask": True},
        },
        {},
    ),
    "evalike": (  # timm transformer with a class token
        {
            "embed_dim": 24,
            "vision_cfg": {
                "image_size": 160,
                "timm_model_name": "test_vit",
                "timm_model_pretrained": False,
                "timm_pool": "token",
                "timm_proj": None,
            },
            "text_cfg": _WORDS,
            "custom_text": True,
        },
        _GREY,
    ),
    "convnext": (  # convolutions, mean over places, normalised after pooling
        {
            "embed_dim": 24,
            "vision_cfg": {
                "image_size": 160,
                "timm_model_name": "test_convnext",
                "timm_model_pretrained": False,
                "timm_pool": "",
                "timm_proj": "linear",
            },
            "text_cfg": _WORDS,
        },
        {},
    ),
}
KINDS = tuple(_KINDS)


def tiny_config(kind: str) -> dict[str, Any]:
    """open_clip's description of one of ``KINDS``."""
    return deepcopy(_KINDS[kind][0])


def tiny_clip(folder: Path, kind: str = "clip", seed: int = 0) -> Path:
    """Writes an open_clip folder (open_clip_config.json, open_clip_model.safetensors) and returns it."""
    import torch
    from safetensors.torch import save_file

    from photon.vision.clip.network.architecture import build_towers

    config, preparation = deepcopy(_KINDS[kind])
    folder.mkdir(parents=True, exist_ok=True)
    described = {"model_cfg": config, "preprocess_cfg": preparation}
    (folder / "open_clip_config.json").write_text(json.dumps(described))
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        net = build_towers(config, kind)
        for value in [*net.parameters(), *net.buffers()]:
            if value.is_floating_point() and value.dim() == 1:  # biases and norms start out as noughts and ones
                value.data.add_(torch.rand_like(value) * 0.1)
    save_file(
        {name: value.contiguous() for name, value in net.state_dict().items()}, folder / "open_clip_model.safetensors"
    )
    return folder
