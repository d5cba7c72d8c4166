"""Threads, processes, events, progress and undo: what every use case runs on."""
