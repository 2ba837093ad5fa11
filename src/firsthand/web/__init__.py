"""A case in the browser: read-only, on this machine alone. Needs the extra `web`."""
