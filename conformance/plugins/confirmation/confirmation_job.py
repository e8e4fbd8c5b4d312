"""The job file, which contains the scenarios for the confirming process."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class ConfirmationJob:
    """``scenarios`` are node ids in their order; ``pipe`` is the file descriptor for the reports."""

    scenarios: list[str]
    pipe: int

    def write(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self)), encoding="utf-8")


def read_job(path: str) -> ConfirmationJob:
    return ConfirmationJob(**json.loads(Path(path).read_text(encoding="utf-8")))
