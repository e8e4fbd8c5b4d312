"""Set-up: what neither pip nor `playwright install --with-deps` does.

It provides one command for a fresh clone, which ends at once if everything is ready; the system packages that Python's
venv and Playwright's own programs need; Debian's Chromium where Playwright's download cannot be reached; and error
messages of one line.
"""
