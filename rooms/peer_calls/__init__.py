"""An adapter for Peer Calls, whose calls have everybody on stage. See README.md for how it is mapped, and why so."""

CONDUCTS = "conducts"
"""What the link of whoever conducts the call ends with. The server is not told, and gives nobody more than others."""
