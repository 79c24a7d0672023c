"""Conformance suites and strategies that plugins and tests share."""
