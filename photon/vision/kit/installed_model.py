"""What a model on this computer declares of itself: what it can do, and how a worker process opens it.

A capability is a word and a protocol: ``embed`` and ``Encoder``, ``name`` and ``Namer``, ``caption`` and ``Captioner``,
``describe`` (write and weigh captions by visual features) and ``CaptionScorer``. A model with another one, such as
``read`` or ``detect``, needs its declaration and its protocol, and nothing here.
"""

from collections.abc import Callable

from photon.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class InstalledModel:
    """A model on this computer.

    Attributes:
        name: Name for commands.
        title: Name for display.
        id: Its name and hashes of all that its results depend on: results of different ids are not compared.
        capabilities: What it can do; the opened model has the methods of these protocols.
        open: Opens it with so many threads, on a device (``cpu``, ``cuda`` or ``mps``; None for the best one); may
            raise PhotonError. It is sent to the worker process, so it is a function of a module, or a partial of one.
    """

    name: str
    title: str
    id: str
    capabilities: frozenset[str]
    open: Callable[[int, str | None], object]
