"""Files to values and values to files, one module per format."""
