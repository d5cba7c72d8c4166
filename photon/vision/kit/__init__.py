"""Common parts of all encoders: the protocol, ONNX sessions and child processes."""
