"""Back up, restore and repair the catalogue: count its content, copy it while others write, and replace it."""
