"""Commands that put photos in order: stars, colour labels and flags."""
