"""Settings for running an image tower on this computer, and the fallback without a GPU."""

from photon.vision.clip.shelf.agreement import agrees
from photon.vision.clip.shelf.encoder_shelf import Installed, Setting

_BATCH = 8  # batch size on a CPU if nothing was measured


def candidates() -> tuple[Setting, ...]:
    """Settings worth trying on this computer, the float32 reference of the same device first.

    Measured with ViT-B-32-256 on two cores: onnxruntime 18 images per second in float32 and 55 in int8, torch 15 in
    float32 and 30 in bfloat16. So torch is only tried on CPUs with fast bfloat16.
    """
    if has_device("cuda"):
        return Setting("torch", "cuda", "fp32"), Setting("torch", "cuda", "fp16"), Setting("torch", "cuda", "bf16")
    if has_device("mps"):
        return Setting("torch", "mps", "fp32"), Setting("torch", "mps", "fp16")
    tried = (Setting("onnx", "cpu", "fp32"), Setting("onnx", "cpu", "int8"))
    return (*tried, Setting("torch", "cpu", "bf16")) if is_fast_with_bf16() else tried


def has_device(device: str) -> bool:
    """Whether a device is available. Checking for a GPU imports torch.

    Args:
        device: ``cpu``, ``cuda`` or ``mps``.
    """
    if device == "cpu":
        return True
    import torch

    if device == "cuda":
        return bool(torch.cuda.is_available())
    return device == "mps" and bool(torch.backends.mps.is_available())


def is_fast_with_bf16() -> bool:
    """Whether the CPU has instructions for bfloat16 products (AVX512_BF16 or AMX)."""
    import torch

    asked = [getattr(torch.cpu, name, None) for name in ("_is_avx512_bf16_supported", "_is_amx_tile_supported")]
    return any(bool(ask()) for ask in asked if ask is not None)


def on_processor(installed: Installed) -> Setting:
    """The setting in which an encoder that was installed for a GPU runs on the CPU: in torch.

    It uses bfloat16 if the comparison accepted it and the CPU is fast with it, else float32.

    Args:
        installed: The encoder.
    """
    agreed = any(one.precision == "bf16" and agrees(one) for one in installed.tried)
    return Setting("torch", "cpu", "bf16" if agreed and is_fast_with_bf16() else "fp32", batch=_BATCH)
