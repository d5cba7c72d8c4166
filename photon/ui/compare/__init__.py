"""Photos side by side, enlarged and moved in step."""
