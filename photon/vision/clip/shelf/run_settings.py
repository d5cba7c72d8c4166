"""The ways to run an image tower on this computer, and which remains without a graphics card."""

from photon.vision.clip.shelf.agreement import agrees
from photon.vision.clip.shelf.encoder_shelf import Installed, Setting

_BATCH = 8  # photos at once on a processor where nothing was measured


def candidates() -> tuple[Setting, ...]:
    """What is worth trying here, the 32-bit reference of the same device first.

    Measured with ViT-B-32-256 on two cores: onnxruntime 18 photos per second in 32-bit numbers and 55 in 8-bit
    ones, torch 15 in 32-bit and 30 in 16-bit ones. So on processors torch is tried only where 16-bit numbers are fast.
    """
    if has_device("cuda"):
        return Setting("torch", "cuda", "fp32"), Setting("torch", "cuda", "fp16"), Setting("torch", "cuda", "bf16")
    if has_device("mps"):
        return Setting("torch", "mps", "fp32"), Setting("torch", "mps", "fp16")
    tried = (Setting("onnx", "cpu", "fp32"), Setting("onnx", "cpu", "int8"))
    return (*tried, Setting("torch", "cpu", "bf16")) if is_fast_with_bf16() else tried


def has_device(device: str) -> bool:
    """Whether a device is there; asking for a graphics card opens torch."""
    if device == "cpu":
        return True
    import torch

    if device == "cuda":
        return bool(torch.cuda.is_available())
    return device == "mps" and bool(torch.backends.mps.is_available())


def is_fast_with_bf16() -> bool:
    """Whether the processor multiplies 16-bit numbers by itself (AVX512_BF16 or AMX)."""
    import torch

    asked = [getattr(torch.cpu, name, None) for name in ("_is_avx512_bf16_supported", "_is_amx_tile_supported")]
    return any(bool(ask()) for ask in asked if ask is not None)


def on_processor(installed: Installed) -> Setting:
    """How an encoder that was installed for a graphics card runs on the processor: in torch.

    In 16-bit numbers where the check let them pass and the processor is fast with them, else in 32-bit ones.
    """
    agreed = any(one.precision == "bf16" and agrees(one) for one in installed.tried)
    return Setting("torch", "cpu", "bf16" if agreed and is_fast_with_bf16() else "fp32", batch=_BATCH)
