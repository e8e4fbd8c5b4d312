"""Set-up: what neither pip nor `playwright install --with-deps` does.

These stay: one command for a fresh clone, done in an instant the second time; system packages that Python's venv and
Playwright's own programs need; Debian's Chromium where Playwright's download cannot be reached; one line that says
what is wrong.
"""
