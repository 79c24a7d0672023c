"""The board's pages: a request becomes one call into `app`, and its answer a page.  Nothing is decided here."""
