"""Small widgets that do not depend on photos."""
