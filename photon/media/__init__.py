"""Floor 2: read image files, and write copies of photos and metadata.

This code runs inside decoder processes. It uses neither databases nor windows, and never opens an original for writing.
Two modules replace an original by a new file, outside these processes: ``sidecar_writing`` and ``photo_writing``.
``colours``, ``heat_picture`` and ``style_measuring`` need numpy, whose import takes 0.1 s; decoder processes that only
read files should not have to wait for it.
"""
