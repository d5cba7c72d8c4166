"""Text in photos: where it is, and what it says. Networks of PP-OCRv6, run with ONNX Runtime."""
