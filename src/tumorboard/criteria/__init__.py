"""The one language for every condition: algebra, leaves, text and JSON forms, explanation."""
