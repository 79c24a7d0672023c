"""Expression methods, one a file: pure functions on arrays, each with a record that says where it is from.

Nothing is imported here: a report without RNA must not wait for an array library.
"""
