"""Files: read bytes, detect the format by name and content, replace files safely, limit decoder processes."""
