"""A learning platform that shows a room in a frame, as far as a test needs one: log in, course, activity, frame.

A process with an address, at another site than the room: ``python -m tests.rooms.learning_platform``. Which room it
shows is told to it once that is running, since the room has to know beforehand who may frame it.
"""

import secrets

import requests
from flask import Flask, Response, redirect, render_template_string, request
from markupsafe import escape
from werkzeug.serving import make_server

from tests.reference_server.server import PATIENCE

PAGE = """<!doctype html>
<html lang="en"><title>{{ title }} · Lindenhof School</title><meta name="viewport" content="width=device-width">
<style>
  body { margin: 0; font: 16px/1.5 system-ui; display: grid; grid-template-rows: auto 1fr; height: 100vh; }
  header { padding: 8px 16px; background: #1d3557; color: #fff; }
  main { padding: 12px 16px; display: flex; flex-direction: column; min-height: 0; }
  iframe { flex: 1; border: 1px solid #999; min-height: 0; }
  input, button { font: inherit; min-height: 44px; }
</style>
<header>Lindenhof School</header><main>{{ body | safe }}</main></html>"""
LOGIN = '<form method="post"><p><label>Username <input name="user"></label></p><button>Log in</button></form>'
ALLOW = "camera *; microphone *; display-capture *"


def platform() -> Flask:
    """The platform; sessions come from the room that was told to it."""
    app = Flask(__name__)
    links: dict[str, str] = {}

    @app.put("/room")
    def show_room() -> str:
        app.config["ROOM"] = request.get_data(as_text=True)
        return "ok"

    @app.post("/sessions")
    def new_session() -> dict[str, str]:
        """The same wish as to the room, answered with ways in that lead through the platform."""
        made = requests.post(f"{app.config['ROOM']}/api/sessions", json=request.get_json(), timeout=PATIENCE).json()
        return {role: _way_in(made[role]) for role in ("moderator", "attendee")}

    def _way_in(link: str) -> str:
        key = secrets.token_urlsafe(8)
        links[key] = link
        return f"{request.host_url}enter/{key}"

    @app.get("/enter/<key>")
    def log_in(key: str) -> str:
        return _page("Log in", LOGIN) if key in links else _page("Lost", "Nothing here.")

    @app.post("/enter/<key>")
    def logged_in(key: str) -> Response:
        answer = redirect(f"/course/{key}")
        answer.set_cookie("user", request.form["user"])
        return answer  # type: ignore[return-value]

    @app.get("/course/<key>")
    def course(key: str) -> str:
        return _page("Stagecraft", f'<h1>Stagecraft</h1><p><a href="/activity/{key}">Morning lesson</a></p>')

    @app.get("/activity/<key>")
    def activity(key: str) -> str:
        source = f"{links[key]}?name={escape(request.cookies['user'])}"
        return _page("Morning lesson", f'<iframe title="Live room" allow="{ALLOW}" src="{source}"></iframe>')

    return app


def _page(title: str, body: str) -> str:
    return render_template_string(PAGE, title=title, body=body)


def main() -> None:
    """Serve until the end of the process; the first line says where."""
    server = make_server("localhost", 0, platform(), threaded=True)
    print(f"http://localhost:{server.port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
