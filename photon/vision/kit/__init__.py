"""What all encoders share: the protocol, ONNX sessions and child processes."""
