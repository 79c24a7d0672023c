"""The REST API: a request becomes one call into `app`, its answer JSON.  Nothing is decided here."""
