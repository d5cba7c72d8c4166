"""One photo, large: zoom, heat map, region, filmstrip."""
