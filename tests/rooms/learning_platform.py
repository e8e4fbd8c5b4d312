"""A learning platform that shows a room in a frame, as Moodle shows an external tool.

``python -m tests.rooms.learning_platform`` starts it, on another site than the room. A request contains the room's
address, since the room must know the platform's address when it starts. Everybody has the same link to a course;
teachers enter the room as moderators and students as attendees, with their full names.
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

PAGE = """<!doctype html>
<html lang="en"><title>{{ title }} | Lindenhof School</title><meta name="viewport" content="width=device-width">
<style>
  body { margin: 0; font: 16px/1.5 system-ui; display: grid; grid-template-rows: auto 1fr; height: 100vh; }
  header { padding: 8px 16px; background: #1d3557; color: #fff; }
  main { padding: 12px 16px; display: flex; flex-direction: column; min-height: 0; }
  iframe { flex: 1; border: 1px solid #999; min-height: 0; }
  input, button { font: inherit; min-height: 44px; }
</style>
<header>Lindenhof School</header><main><h1>{{ title }}</h1>{{ body | safe }}</main></html>"""
LOGIN = """<form method="post">
  <p><label>Username <input name="username" autocapitalize="none"></label></p>
  <p><label>Password <input name="password" type="password"></label></p>
  <button>Log in</button>
</form>"""


app = Flask(__name__)
courses: dict[str, dict[str, str]] = {}
"""The links into the room, by course; each session is an activity in a separate course."""


@app.put("/room")
def set_room() -> str:
    app.config["ROOM"] = request.get_data(as_text=True)
    return "ok"


@app.post("/sessions")
def new_session() -> dict[str, str]:
    """Create a session for the request in the body.

    The response has the link to its course, the same for both roles.
    """
    links = requests.post(f"{app.config['ROOM']}/api/sessions", json=request.get_json(), timeout=PATIENCE).json()
    key = secrets.token_urlsafe(8)
    courses[key] = links
    return dict.fromkeys(("moderator", "attendee"), f"{request.host_url}course/view?id={key}")


@app.before_request
def require_login() -> Response | None:
    open_to_all = request.path in ("/login", "/room", "/sessions")
    if open_to_all or request.cookies.get("user") in PEOPLE:
        return None
    return redirect(f"/login?wants={quote(request.full_path)}")


@app.get("/login")
def login_form() -> str:
    return _page("Log in to Lindenhof School", LOGIN)


@app.post("/login")
def log_in() -> Response | str:
    user = request.form["username"].strip().lower()
    if user not in PEOPLE or request.form["password"] != PASSWORD:
        return _page("Log in to Lindenhof School", f'<p role="alert">Invalid login, please try again</p>{LOGIN}')
    answer = redirect(request.args.get("wants", "/"))
    answer.set_cookie("user", user)
    return answer


@app.get("/course/view")
def course() -> str:
    return _page("Stagecraft", f'<a href="/activity/view?id={request.args["id"]}">Morning lesson</a>')


@app.get("/activity/view")
def activity() -> str:
    """Return a page whose frame has an id but no title or name, and lets the room's site use the devices."""
    site = app.config["ROOM"]
    frame = f'id="contentframe" allow="microphone {site}; camera {site}" src="/activity/launch?id='
    return _page("Morning lesson", f'<iframe {frame}{request.args["id"]}"></iframe>')


@app.get("/activity/launch")
def launch() -> Response:
    """Redirect the frame into the room."""
    user = request.cookies["user"]
    link = courses[request.args["id"]]["moderator" if user in TEACHERS else "attendee"]
    return redirect(f"{link}?{urlencode({'name': PEOPLE[user]})}")


def _page(title: str, body: str) -> str:
    return render_template_string(PAGE, title=title, body=body)


def main() -> None:
    """Print the address as the first line, and serve until the process ends."""
    server = make_server("localhost", 0, app, threaded=True)
    print(f"http://localhost:{server.port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
