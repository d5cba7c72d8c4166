"""Turn a query into ranked hits: compose vectors, score them against the library, and decide which hits are strong.

Callers pass in the vectors and the index. Nothing here opens a file or starts a thread.
"""
