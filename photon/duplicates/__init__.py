"""Floor 3: find copies of pictures and shots of one moment, and the best of each set.

The three kinds of sets are never mixed: copies of a file, copies of a picture, and shots of a moment. Only copies may
be offered for deletion. This package reads neither files nor pixels.
"""
