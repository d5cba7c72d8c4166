"""Conversion of a checkpoint to ONNX graphs, comparison of settings, installation."""
