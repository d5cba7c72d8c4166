"""Functions that run in a vision process, a spawned process that holds an opened model."""

from photon.quick_dataclass import dataclass
from photon.vision.kit.installed_model import InstalledModel


@dataclass(frozen=True, slots=True)
class WorkerSpec:
    """The model that a process opens.

    Attributes:
        model: The model.
        threads: Threads that it may use.
        device: Device to run on; None for the one that was fastest at installation.
    """

    model: InstalledModel
    threads: int
    device: str | None = None


_order: WorkerSpec | None = None
_opened: object | None = None


def start(order: WorkerSpec) -> None:
    """Set which model this process opens on first use. The process calls this once, at its start.

    Args:
        order: The model.
    """
    global _order  # noqa: PLW0603 - one model per process; only plain functions can be sent to a process
    _order = order


def work(capability: str, method: str, *arguments: object, **named: object) -> object:
    """Call a method of the model.

    Args:
        capability: What the model must be able to do for it.
        method: Name of the method, of the capability's protocol.
        *arguments: Its arguments.
        **named: More of them.

    Returns:
        Its result.

    Raises:
        PhotonError: The model cannot be opened.
        TypeError: The model has not declared this capability.
        Exception: Whatever the method raises. After DeviceLost this process must not be used again.
    """
    global _opened  # noqa: PLW0603 - see start
    if _order is None:
        raise RuntimeError("the vision process was started without an order")
    if capability not in _order.model.capabilities:
        raise TypeError(f"{_order.model.name} has not declared {capability!r}")
    if _opened is None:
        _opened = _order.model.open(_order.threads, _order.device)
    return getattr(_opened, method)(*arguments, **named)
