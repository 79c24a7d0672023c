"""What stands before every page and the API: sessions, forms that came from us, limits, headers, logs without patients."""
