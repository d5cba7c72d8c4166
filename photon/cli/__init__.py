"""Floor 5: the command line. It imports neither Qt nor torch, and only what the current command needs."""

from photon.cli.kit.commands import run

__all__ = ["run"]
