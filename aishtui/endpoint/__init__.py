"""HTTP: the only folder, with broker/, that imports httpx."""
