"""A key map: which keys each command has, when the user's changes are put on top of a map that comes with Photon."""

from collections.abc import Iterable, Mapping

from photon.ui.keys.command_table import ALL_COMMANDS, page_of
from photon.ui.keys.shipped_maps import SHIPPED_MAPS, USUAL, Keys

Changes = Mapping[str, Keys]
"""The keys that the user gave to commands, by the names of the commands; no keys where the user took them away."""


class KeyMap:
    """A key map, which never changes; each edit returns another one.

    On one page a key belongs to one command: to the one to which the user gave it, otherwise to the one that has it in
    the map that comes with Photon. So an edit never has to repair other commands, and undoing it restores them.

    Attributes:
        name: The map that it starts from, one of ``SHIPPED_MAPS``.
        changes: The user's changes to it.
    """

    def __init__(self, name: str = USUAL, changes: Changes | None = None) -> None:
        """Combine a map with changes.

        Args:
            name: One of ``SHIPPED_MAPS``.
            changes: The changes; if two of them give one key away on the same page, the first command gets it.
        """
        self.name = name
        self._users: dict[tuple[str, str], str] = {}
        given = changes or {}
        self.changes: Changes = {one: self._assign(one, given[one]) for one in ALL_COMMANDS if one in given}
        shipped = SHIPPED_MAPS[name]
        free = {one: self._assign(one, shipped.keys_of(one)) for one in ALL_COMMANDS if one not in given}
        self._keys = {**free, **self.changes}

    def _assign(self, command: str, keys: Iterable[str]) -> Keys:
        """Give those of these keys to a command that are free on its page, and return them."""
        page = page_of(command)
        return tuple(key for key in dict.fromkeys(keys) if self._users.setdefault((page, key), command) == command)

    def keys_of(self, command: str) -> Keys:
        """Return the keys of a command, the one that menus show first."""
        return self._keys[command]

    def user_of(self, page: str, key: str) -> str:
        """Return the command that has this key on a page, or in the window; empty if none has."""
        return self._users.get((page, key), "")

    def is_changed(self, command: str) -> bool:
        """Return whether a command has other keys than in the map that comes with Photon."""
        return self._keys[command] != SHIPPED_MAPS[self.name].keys_of(command)

    def give(self, command: str, keys: Keys) -> "KeyMap":
        """Give a command these keys and no others; other commands of the same page lose them."""
        page, others = page_of(command), {}
        for name, kept in self.changes.items():
            if name != command:
                others[name] = tuple(key for key in kept if key not in keys or page_of(name) != page)
        if keys != SHIPPED_MAPS[self.name].keys_of(command):
            others[command] = keys
        return KeyMap(self.name, others)

    def reset(self, command: str) -> "KeyMap":
        """Give a command the keys that it has in the map that comes with Photon."""
        return self.give(command, SHIPPED_MAPS[self.name].keys_of(command))

    def start_from(self, name: str) -> "KeyMap":
        """Put the user's changes on top of another map."""
        return KeyMap(name, self.changes)
