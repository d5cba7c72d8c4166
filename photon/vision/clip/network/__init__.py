"""Networks of open_clip in torch: architectures, towers, checkpoints."""
