"""The use cases, one short function each; the only place that wires things together."""
