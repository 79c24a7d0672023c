"""One section of the report per file: ``compose(assessment) -> Section or None``."""
