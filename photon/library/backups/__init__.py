"""Files of backups: their form, their folder, which are kept, and where the user wants them; no SQL.

A backup is a catalogue, compressed as gzip so that any tool can unpack it. What it holds is described as JSON in the
comment of the gzip header, so that a folder of backups is listed without unpacking any.
"""
