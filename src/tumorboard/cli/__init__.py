"""The command line: parse a request, call `app`, print."""

from tumorboard.cli.main import main

__all__ = ["main"]
