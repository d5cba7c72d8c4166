"""A library on disk: ``catalog.db`` (user data), ``cache.db`` and ``previews.db`` (data that can be rebuilt).

This is the only package that uses SQL. It contains no image processing, models or threads. A Library is used by one
thread at a time; the session decides which one.

Data flow: ``file_states.read_states`` lists files that need no reading, ``files.record`` stores a Reading,
``vectors.pending`` lists photos without embeddings, ``vectors.store`` saves the encoder's output, and ``photos`` and
``ratings`` serve the window.
"""

from photon.library.db.connection import Library, open_library, renew_damaged

__all__ = ["Library", "open_library", "renew_damaged"]
