"""One library on disk: ``catalog.db`` (what people wrote), ``cache.db`` and ``previews.db`` (what can be rebuilt).

This is the only unit that speaks SQL. It knows nothing of files' pixels, networks or threads: one Library
belongs to one thread at a time, and the session decides which thread that is.

Data flow: ``files.compare`` tells what is new, ``files.record`` stores a Reading, ``vectors.pending`` tells what
is not yet embedded, ``vectors.store`` keeps what the encoder made, ``photos`` and ``marks`` answer the window.
"""

from photon.library.db.connection import Library, open_library, renew_damaged

__all__ = ["Library", "open_library", "renew_damaged"]
