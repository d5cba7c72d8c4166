"""Backup files: their format, folder, retention and settings; no SQL.

A backup is a catalogue, compressed as gzip so that any tool can unpack it. Its content is described as JSON in the
comment of the gzip header, so that a folder of backups is listed without unpacking any.
"""
