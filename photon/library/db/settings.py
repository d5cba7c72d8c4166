"""User settings of a library, stored by name as JSON."""

import json
from typing import Any

from photon.domain import Changes, changed
from photon.library.db.connection import Library


def get(library: Library, name: str, usual: Any = None) -> Any:  # noqa: ANN401 - JSON
    """Read a setting; ``usual`` is the default."""
    row = library.db.execute("SELECT value FROM settings WHERE name = ?", (name,)).fetchone()
    return json.loads(row[0]) if row else usual


def store_setting(library: Library, name: str, value: Any) -> Changes:  # noqa: ANN401 - JSON
    """Store a setting; None restores the default."""
    with library.transaction() as db:
        db.execute("DELETE FROM settings WHERE name = ?", (name,))
        if value is not None:
            db.execute("INSERT INTO settings (name, value) VALUES (?, ?)", (name, json.dumps(value)))
    return changed("vocabulary")
