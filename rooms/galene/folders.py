"""The folders of this adapter: the server's build, and what each started server reads and writes."""

import os
from pathlib import Path

BUILD_FOLDER = Path(os.environ.get("STAGEDOOR_GALENE", Path(__file__).resolve().parents[2] / "build" / "galene"))


class Folders:
    """The folders of the server at ``port``, which a restart at the same port uses again."""

    def __init__(self, port: int, build_folder: Path = BUILD_FOLDER) -> None:
        self.root = build_folder / f"at-{port}"
        self.groups = self.root / "groups"
        self.data = self.root / "data"
        self.recordings = self.root / "recordings"
        self.tokens = self.data / "var" / "tokens.jsonl"

    def make(self) -> None:
        for folder in (self.groups, self.tokens.parent, self.recordings):
            folder.mkdir(parents=True, exist_ok=True)
