"""What people do with the site in a real browser, on the real server, worker and services."""
