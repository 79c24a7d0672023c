"""The report as documents for paper: plain data of a report (`tree`), set as PDF (`pdf`) or as a Word file (`word`)."""
