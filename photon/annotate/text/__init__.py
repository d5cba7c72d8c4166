"""What text in photos says: rows, the kind of a document, and its date, total and addresses. Pure functions."""
