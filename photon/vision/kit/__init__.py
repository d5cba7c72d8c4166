"""What all encoders share: protocol, ONNX sessions, child processes."""
