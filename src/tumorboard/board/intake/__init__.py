"""From what was written and read to a `Case` in vocabulary codes: pure, every doubt an issue."""
