"""Floor 5: the command line. Imports neither Qt nor torch, and only what the command at hand needs."""

from photon.cli.kit.commands import run

__all__ = ["run"]
