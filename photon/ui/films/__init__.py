"""Films in the window: playing, scenes, live photos."""
