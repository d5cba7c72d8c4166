"""Read the tensors of a checkpoint without executing any code in it.

Every malformed file raises a PhotonError.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from photon.domain.errors import PhotonError
from photon.language import tr

if TYPE_CHECKING:
    from torch import Tensor

PICKLES = (".pt", ".pth", ".bin", ".ckpt")
TENSORS = ".safetensors"
_PREFERRED = ("open_clip_model", "open_clip_pytorch_model", "model", "pytorch_model")
_NO_WEIGHTS = {"input_resolution", "context_length", "vocab_size", "attn_mask", "text.attn_mask"}
_CALLS = ("GLOBAL", "STACK_GLOBAL", "INST", "OBJ", "NEWOBJ", "REDUCE")
_MOST_UNPACKED = 4  # maximum ratio of unpacked to packed size; weights compress by a fifth at most
_AGAIN = tr("Download it again, or choose another file.")


def find_weights(folder: Path) -> Path:
    """Find the weights in an open_clip folder, with open_clip's order of preference.

    Args:
        folder: The folder.

    Returns:
        The file.

    Raises:
        PhotonError: There is none.
    """
    found = [path for path in sorted(folder.iterdir()) if path.suffix in (TENSORS, *PICKLES) and path.is_file()]

    def rank(path: Path) -> tuple[int, bool]:
        known = _PREFERRED.index(path.stem) if path.stem in _PREFERRED else len(_PREFERRED)
        return known, path.suffix != TENSORS

    if not found:
        raise PhotonError(
            tr("The folder {folder} contains no weights.", folder=folder),
            tr("Choose a folder with a .safetensors, .pt or .bin file next to open_clip_config.json."),
        )
    return min(found, key=rank)


def read_weights(path: Path) -> "dict[str, Tensor]":
    """Read the tensors of a checkpoint, on the CPU, in their stored dtypes.

    Args:
        path: ``.safetensors``, or a torch pickle (``.pt``, ``.pth``, ``.bin``, ``.ckpt``), whose code is not executed.

    Returns:
        The tensors, any dtype (...,) by name.

    Raises:
        PhotonError: The file is missing, truncated, of another format, or contains code, NaN or infinity.
    """
    if not path.is_file():
        raise PhotonError(tr("{path} doesn't exist.", path=path), tr("Check the path."))
    if path.suffix == TENSORS:
        values: Any = _read_tensors(path)
    elif path.suffix in PICKLES:
        values = _read_pickle(path)
    else:
        raise PhotonError(
            tr("Photon can't read weights from {name}.", name=path.name),
            tr("Use a .safetensors, .pt, .pth, .bin or .ckpt file."),
        )
    return _check(_unwrap(values), path)


def _read_tensors(path: Path) -> "dict[str, Tensor]":
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    try:
        return load_file(path)
    except SafetensorError:
        raise _damaged(path) from None
    except (OSError, MemoryError) as error:
        raise _unreadable(path, error) from None


def _read_pickle(path: Path) -> Any:  # noqa: ANN401 - whatever the file holds, checked by the caller
    import pickle
    import warnings

    import torch

    _check_unpacked(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # deprecation of old formats
            return torch.load(path, map_location="cpu", weights_only=True)
    except pickle.UnpicklingError as error:
        raise (_refused(path) if _asks_for_code(path, str(error)) else _damaged(path)) from None
    except RuntimeError as error:
        if "TorchScript" in str(error):
            raise _script(path) from None
        if "memory" in str(error).lower():
            raise _unreadable(path, error) from None
        raise _damaged(path) from None
    except (OSError, MemoryError) as error:
        raise _unreadable(path, error) from None
    except (EOFError, KeyError, ValueError, TypeError, AttributeError, IndexError):
        raise _damaged(path) from None


def _check_unpacked(path: Path) -> None:
    """Check that a zip checkpoint unpacks to about its size: torch does not compress.

    Raises:
        PhotonError: It unpacks to far more, which torch would do in memory.
    """
    import zipfile

    try:
        with zipfile.ZipFile(path) as packed:
            unpacked = sum(entry.file_size for entry in packed.infolist())
        size = path.stat().st_size
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return  # older checkpoints are no zips, and torch reports damage
    if unpacked > size * _MOST_UNPACKED:
        raise PhotonError(
            tr(
                "{name} has {size:,.0f} MB and would unpack to {unpacked:,.0f} MB, which no checkpoint"
                " does; Photon did not open it.",
                name=path.name,
                size=size / 1e6,
                unpacked=unpacked / 1e6,
            ),
            _AGAIN,
        )


def _asks_for_code(path: Path, reason: str) -> bool:
    """Whether torch rejected a file because of code, rather than because it is malformed.

    torch reports this for its own files; other pickles are disassembled, which executes nothing.
    """
    import pickletools

    if "GLOBAL" in reason:
        return True
    try:
        with path.open("rb") as file:
            return any(operation.name in _CALLS for operation, _, _ in pickletools.genops(file))
    except (ValueError, OSError, UnicodeError):
        return False


def _unwrap(values: Any) -> Any:  # noqa: ANN401 - whatever the file holds
    """The state dict inside a training checkpoint, without the prefix of distributed training."""
    if isinstance(values, dict) and isinstance(values.get("state_dict"), dict):
        values = values["state_dict"]
    if isinstance(values, dict) and values and all(str(name).startswith("module.") for name in values):
        values = {name.removeprefix("module."): value for name, value in values.items()}
    return values


def _check(values: Any, path: Path) -> "dict[str, Tensor]":  # noqa: ANN401 - whatever the file holds
    import torch

    if isinstance(values, dict):
        values = {name: value for name, value in values.items() if name not in _NO_WEIGHTS}
    if not isinstance(values, dict) or not values or not all(torch.is_tensor(value) for value in values.values()):
        raise PhotonError(
            tr("{name} contains no weights of a search model.", name=path.name),
            tr("Choose a checkpoint made with open_clip."),
        )
    for value in values.values():
        if value.is_floating_point() and not bool(torch.isfinite(value).all()):
            raise PhotonError(
                tr(
                    "{name} contains invalid numbers (NaN or infinite); its training failed or it is damaged.",
                    name=path.name,
                ),
                tr("Choose another checkpoint."),
            )
    return values


def _damaged(path: Path) -> PhotonError:
    return PhotonError(
        tr("{name} is damaged, incomplete or not a checkpoint; nothing was installed.", name=path.name), _AGAIN
    )


def _refused(path: Path) -> PhotonError:
    return PhotonError(
        tr("{name} contains program code, so Photon did not open it.", name=path.name),
        tr("Choose a .safetensors file of the same model; these files can't contain code."),
    )


def _script(path: Path) -> PhotonError:
    return PhotonError(
        tr("{name} is a TorchScript program, which Photon does not run.", name=path.name),
        tr("Choose a .safetensors file of the same model."),
    )


def _unreadable(path: Path, error: BaseException) -> PhotonError:
    if isinstance(error, OSError):
        return PhotonError(
            tr("{name} can't be read: {reason}.", name=path.name, reason=error.strerror or error),
            tr("Check the disk and permissions."),
        )
    return PhotonError(
        tr("There is not enough memory to read {name}.", name=path.name),
        tr("Close other programs, or choose a smaller model."),
    )
