"""Floor 3: finding copies of pictures and shots of one moment, and the best of each set.

Three kinds of sets are never mixed: copies of a file, copies of a picture, and shots of a moment. Only copies may be
offered for deletion. Nothing here reads files or pixels.
"""
