"""One knowledge source a module: `NAME`, `LICENSE`, `ATTRIBUTION`, `plan`, `release_of`, `check`, `load`."""
