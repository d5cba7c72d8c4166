"""Index folders: list files, compare them with the catalogue, and read new ones.

Stages communicate through the database, not through queues. What is left to do is a query (``file_states.read_states``,
``vectors.pending``), so work resumes after a crash. This package gets its tools as arguments and starts no threads.
"""
