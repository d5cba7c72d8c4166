"""Floor 3: export photos and metadata as files, tables and training sets.

An export is first planned completely without touching anything (``naming``, ``plan``). Then the files are made one by
one (``files``) and recorded in a journal (``journal``), so that the same export can be resumed.
"""
