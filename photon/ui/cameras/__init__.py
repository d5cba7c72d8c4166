"""A page of cameras and lenses."""
