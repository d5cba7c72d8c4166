"""Floor 2: read image files, and write copies of photos and metadata.

This code runs inside decoder processes. It knows nothing of databases or windows, and never opens an original for
writing. Two modules replace an original by a new file, outside these processes: ``sidecar_writing`` and
``photo_writing``. ``colours``, ``heat_picture`` and ``style_measuring`` need numpy, whose 0.1 s import no decoder
process that only reads files should wait for.
"""
