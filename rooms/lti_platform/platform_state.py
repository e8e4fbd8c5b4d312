"""The state of the platform, stored in one JSON file, so that it survives a restart."""

import json
import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat


@dataclass(frozen=True)
class Tool:
    """A registered tool; launches are sent to ``redirect_uris`` only."""

    client_id: str
    deployment_id: str
    name: str
    login_url: str
    launch_url: str
    redirect_uris: list[str]
    jwks_url: str


@dataclass(frozen=True)
class Activity:
    """An activity of the course, which opens a tool: the resource link of LTI.

    ``custom``: its custom parameters.
    """

    id: str
    title: str
    client_id: str
    url: str
    custom: dict[str, str] = field(default_factory=dict)


class PlatformState:
    """Tools, activities and secrets of the platform, stored in ``file``."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()
        values = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
        self.private_key: str = values.get("private_key") or _new_key()
        self.cookie_secret: str = values.get("cookie_secret") or secrets.token_hex(32)
        self.tools = {key: Tool(**tool) for key, tool in values.get("tools", {}).items()}
        self.activities = {key: Activity(**activity) for key, activity in values.get("activities", {}).items()}
        self._tickets: dict[str, str] = dict(values.get("tickets", {}))
        self._change(lambda: None)

    def add_tool(self, name: str, login_url: str, launch_url: str, redirect_uris: list[str], jwks_url: str) -> Tool:
        """Register a tool with a client id and a deployment id of its own."""
        client_id, deployment_id = f"client-{secrets.token_hex(8)}", f"deployment-{secrets.token_hex(4)}"
        tool = Tool(client_id, deployment_id, name, login_url, launch_url, redirect_uris, jwks_url)
        self._change(lambda: self.tools.update({client_id: tool}))
        return tool

    def add_activity(self, title: str, tool: Tool, url: str, custom: Mapping[str, str]) -> Activity:
        activity = Activity(secrets.token_urlsafe(8), title, tool.client_id, url, dict(custom))
        self._change(lambda: self.activities.update({activity.id: activity}))
        return activity

    def set_custom(self, activity: Activity, custom: Mapping[str, str]) -> None:
        changed = replace(activity, custom=dict(custom))
        self._change(lambda: self.activities.update({activity.id: changed}))

    def new_ticket(self, purpose: str) -> str:
        """Return a new ticket for this purpose: a text that cannot be guessed and that is valid once."""
        ticket = secrets.token_urlsafe(16)
        self._change(lambda: self._tickets.update({ticket: purpose}))
        return ticket

    def use_ticket(self, ticket: str, purpose: str) -> bool:
        """Invalidate the ticket; return whether it was valid for this purpose."""
        purposes: list[str | None] = []
        self._change(lambda: purposes.append(self._tickets.pop(ticket, None)))
        return purposes[0] == purpose

    def _change(self, change: Callable[[], object]) -> None:
        """Change the state and replace the file atomically, so that it stays valid if the process is killed."""
        with self._lock:
            change()
            new_file = self._file.with_suffix(".new")
            new_file.write_text(json.dumps(self._values()), encoding="utf-8")
            new_file.replace(self._file)

    def _values(self) -> dict[str, Any]:
        return {
            "private_key": self.private_key,
            "cookie_secret": self.cookie_secret,
            "tools": {key: asdict(tool) for key, tool in self.tools.items()},
            "activities": {key: asdict(activity) for key, activity in self.activities.items()},
            "tickets": self._tickets,
        }


def _new_key() -> str:
    """Return a new RSA key in PEM, which signs the messages."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
