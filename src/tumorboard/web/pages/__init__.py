"""One module a page, or a group of pages: whichever has a `router` is served, so that deleting a file removes the page."""
