"""The command line: parse a request, call app, print."""
