"""Declared deviations from rules."""

from datetime import date

from pydantic import BaseModel, ConfigDict


class Deviation(BaseModel):
    """A deviation from a rule that the room's maker declares."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    reason: str
    link: str | None = None
    until: date | None = None
