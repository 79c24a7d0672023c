"""One reader a format, each in a module or folder of its own: `NAME`, `SUFFIXES`, `VERIFIED`, `KINDS`, `sniff`, `read`."""
