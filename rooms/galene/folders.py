"""Where this adapter keeps things: the server that was built, and what each started server reads and writes."""

import os
from pathlib import Path

KEPT = Path(os.environ.get("STAGEDOOR_GALENE", Path(__file__).resolve().parents[2] / "build" / "galene"))


class Folders:
    """The folders of the server at ``port``; a server that is started anew at its port finds what it had."""

    def __init__(self, port: int, kept: Path = KEPT) -> None:
        self.root = kept / f"at-{port}"
        self.groups = self.root / "groups"
        self.data = self.root / "data"
        self.recordings = self.root / "recordings"
        self.tokens = self.data / "var" / "tokens.jsonl"

    def make(self) -> None:
        for folder in (self.groups, self.tokens.parent, self.recordings):
            folder.mkdir(parents=True, exist_ok=True)
