"""A learning platform that shows a room in a frame, as Moodle shows an external tool.

``python -m tests.rooms.learning_platform`` starts it, on another site than the room. The room must know the platform's
address when it starts, so the platform starts first; it receives the room's address by ``PUT /room``. Everybody has the
same link to a course; teachers enter the room as moderators and students as attendees, with their full names.
"""

import secrets
from urllib.parse import quote, urlencode

import requests
from flask import Flask, redirect, render_template_string, request
from werkzeug.serving import make_server
from werkzeug.wrappers import Response

from tests.reference_server.server_process import PATIENCE

PASSWORD = "Quince-7-lantern"
TEACHERS = {"maya": "Maya Okafor", "noah": "Noah Lind"}
STUDENTS = {"ada": "Ada Marsh", "ben": "Ben Sato", "cleo": "Cleo Roy"}
PEOPLE = TEACHERS | STUDENTS

PAGE_TEMPLATE = """<!doctype html>
<html lang="en"><title>{{ title }} | Lindenhof School</title><meta name="viewport" content="width=device-width">
<style>
  body { margin: 0; font: 16px/1.5 system-ui; display: grid; grid-template-rows: auto 1fr; height: 100vh; }
  header { padding: 8px 16px; background: #1d3557; color: #fff; }
  main { padding: 12px 16px; display: flex; flex-direction: column; min-height: 0; }
  iframe { flex: 1; border: 1px solid #999; min-height: 0; }
  input, button { font: inherit; min-height: 44px; }
</style>
<header>Lindenhof School</header><main><h1>{{ title }}</h1>{{ body | safe }}</main></html>"""
LOGIN_FORM = """<form method="post">
  <p><label>Username <input name="username" autocapitalize="none"></label></p>
  <p><label>Password <input name="password" type="password"></label></p>
  <button>Log in</button>
</form>"""


app = Flask(__name__)
courses: dict[str, dict[str, str]] = {}
"""By course id, the room's links by role; each session is an activity in a separate course."""


@app.put("/room")
def set_room() -> str:
    app.config["ROOM"] = request.get_data(as_text=True)
    return "ok"


@app.post("/sessions")
def create_session() -> dict[str, str]:
    """Create a session for the request in the body; respond with its course's link.

    The link is the same for both roles.
    """
    links = requests.post(f"{app.config['ROOM']}/api/sessions", json=request.get_json(), timeout=PATIENCE).json()
    course_id = secrets.token_urlsafe(8)
    courses[course_id] = links
    return dict.fromkeys(("moderator", "attendee"), f"{request.host_url}course/view?id={course_id}")


@app.before_request
def require_login() -> Response | None:
    is_public = request.path in ("/login", "/room", "/sessions")
    if is_public or request.cookies.get("user") in PEOPLE:
        return None
    return redirect(f"/login?next={quote(request.full_path)}")


@app.get("/login")
def show_login_form() -> str:
    return _render_page("Log in to Lindenhof School", LOGIN_FORM)


@app.post("/login")
def log_in() -> Response | str:
    user = request.form["username"].strip().lower()
    if user not in PEOPLE or request.form["password"] != PASSWORD:
        return _render_page(
            "Log in to Lindenhof School", f'<p role="alert">Invalid login, please try again</p>{LOGIN_FORM}'
        )
    response = redirect(request.args.get("next", "/"))
    response.set_cookie("user", user)
    return response


@app.get("/course/view")
def show_course() -> str:
    return _render_page("Stagecraft", f'<a href="/activity/view?id={request.args["id"]}">Morning lesson</a>')


@app.get("/activity/view")
def show_activity() -> str:
    """Return a page with a frame that has an id but no title or name.

    The frame allows the room's site to use the devices.
    """
    site = app.config["ROOM"]
    frame = f'id="contentframe" allow="microphone {site}; camera {site}" src="/activity/launch?id='
    return _render_page("Morning lesson", f'<iframe {frame}{request.args["id"]}"></iframe>')


@app.get("/activity/launch")
def launch() -> Response:
    """Redirect the frame into the room."""
    user = request.cookies["user"]
    link = courses[request.args["id"]]["moderator" if user in TEACHERS else "attendee"]
    return redirect(f"{link}?{urlencode({'name': PEOPLE[user]})}")


def _render_page(title: str, body: str) -> str:
    return render_template_string(PAGE_TEMPLATE, title=title, body=body)


def main() -> None:
    """Print the address as the first line, and serve until the process ends."""
    server = make_server("localhost", 0, app, threaded=True)
    print(f"http://localhost:{server.port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
