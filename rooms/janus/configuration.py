"""Janus' configuration, and the settings of its demo pages.

Janus listens on loopback only, and has only its video room plugin.
"""

from pathlib import Path

BUILD_FOLDER = Path(__file__).resolve().parents[2] / "build" / "janus"
LIBRARIES = Path("/usr/lib")
LOOPBACK = "127.0.0.1"

MAIN_TEMPLATE = """general: {{
  configs_folder = "{configuration}"
  plugins_folder = "{libraries}/plugins"
  transports_folder = "{libraries}/transports"
  interface = "{loopback}"
}}
nat: {{ ice_enforce_list = "{loopback}" }}
plugins: {{ disable = "{other_plugins}" }}
transports: {{ disable = "{other_transports}" }}
"""
HTTP_TEMPLATE = """general: {{
  http = true
  port = {api_port}
  ip = "{loopback}"
  https = false
}}
admin: {{ admin_http = false }}
"""
SETTINGS_TEMPLATE = """var server = "http://127.0.0.1:{api_port}/janus";
var iceServers = [];
var token = undefined;
var apisecret = undefined;
"""
"""Debian's settings.js lacks `token` and `apisecret`, without which the demo pages fail with a ReferenceError."""


class Folders:
    """The folders of the room at ``port``, which a restart at the same port uses again."""

    demos = Path("/usr/share/janus/demos")

    def __init__(self, port: int, build_folder: Path = BUILD_FOLDER) -> None:
        self.configuration = build_folder / f"at-{port}"
        self.main_file = self.configuration / "janus.jcfg"


def write_configuration(folders: Folders, api_port: int) -> None:
    """Write Janus' configuration, but keep the rooms in it."""
    libraries = next(LIBRARIES.glob("*/janus"))
    values = {
        "configuration": folders.configuration,
        "libraries": libraries,
        "loopback": LOOPBACK,
        "api_port": api_port,
        "other_plugins": _plugins_except("videoroom", libraries / "plugins"),
        "other_transports": _plugins_except("http", libraries / "transports"),
    }
    folders.configuration.mkdir(parents=True, exist_ok=True)
    folders.main_file.write_text(MAIN_TEMPLATE.format(**values), encoding="utf-8")
    (folders.configuration / "janus.transport.http.jcfg").write_text(HTTP_TEMPLATE.format(**values), encoding="utf-8")
    (folders.configuration / "janus.plugin.videoroom.jcfg").touch()


def page_settings(api_port: int) -> str:
    """Return the demo pages' settings.js, without STUN servers and secrets."""
    return SETTINGS_TEMPLATE.format(api_port=api_port)


def _plugins_except(name: str, folder: Path) -> str:
    files = sorted(path.name for path in folder.glob("*.so"))
    return ",".join(file for file in files if file != f"libjanus_{name}.so")
