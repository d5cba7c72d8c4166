"""Write metadata into photos and sidecars."""
