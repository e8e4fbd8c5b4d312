"""HTTP: pages, API, links, error responses, security headers and static files."""
