"""The programs accept the configurations in deploy/, which agree with each other and the room."""

import json
import re
import shlex
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

from reference_server.command_line import _parse_options
from reference_server.live.gauges import room_gauges
from reference_server.live.presence import Presence
from reference_server.live.shared_attendance import LONGEST_MOVE, MOVING_SECONDS
from reference_server.metrics import Metrics
from reference_server.storage.session_store import SessionStore
from rooms.started_server import program_on_path
from tests.reference_server.server_process import ROOT

DEPLOY = ROOT / "deploy"
CERTIFICATE = ("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=rooms.example.org")


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.skipif(not program_on_path("nginx"), reason="nginx is not installed (as root: apt-get install nginx)")
@pytest.mark.parametrize("upstream", ["upstream.conf", "upstream-compose.conf"])
def test_nginx_accepts_its_configuration(tmp_path: Path, upstream: str) -> None:
    certificate = run(*CERTIFICATE, "-keyout", str(tmp_path / "privkey.pem"), "-out", str(tmp_path / "fullchain.pem"))
    assert certificate.returncode == 0, certificate.stderr
    room = (DEPLOY / "nginx" / "room.conf").read_text().replace("/etc/ssl/rooms.example.org", str(tmp_path))
    processes = (DEPLOY / "nginx" / upstream).read_text()
    # The host names of containers are known only inside of them.
    processes = processes.replace("first:", "127.0.0.1:").replace("second:", "127.0.0.2:")
    configuration_file = tmp_path / "nginx.conf"
    configuration_file.write_text(f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{\naccess_log off;\n{processes}{room}}}\n")
    completed = run(
        program_on_path("nginx") or "", "-t", "-q", "-e", str(tmp_path / "log"), "-c", str(configuration_file)
    )
    assert completed.returncode == 0, completed.stderr


@pytest.mark.skipif(
    not program_on_path("haproxy"), reason="HAProxy is not installed (as root: apt-get install haproxy)"
)
def test_haproxy_accepts_its_configuration(tmp_path: Path) -> None:
    pem = tmp_path / "haproxy.pem"
    certificate = run(*CERTIFICATE, "-keyout", str(tmp_path / "key"), "-out", str(tmp_path / "certificate"))
    assert certificate.returncode == 0, certificate.stderr
    pem.write_text((tmp_path / "certificate").read_text() + (tmp_path / "key").read_text())
    configuration_file = tmp_path / "haproxy.cfg"
    configuration = (DEPLOY / "haproxy" / "haproxy.cfg").read_text()
    configuration_file.write_text(configuration.replace("/etc/ssl/rooms.example.org/haproxy.pem", str(pem)))
    completed = run(program_on_path("haproxy") or "", "-c", "-f", str(configuration_file))
    assert completed.returncode == 0, completed.stderr


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
def test_systemd_accepts_the_unit(tmp_path: Path) -> None:
    unit = (DEPLOY / "systemd" / "stagedoor@.service").read_text()
    # systemd-analyze also checks that the program exists.
    (tmp_path / "stagedoor@8001.service").write_text(unit.replace("/srv/stagedoor/.venv/bin/python", "/bin/true"))
    completed = run("systemd-analyze", "verify", str(tmp_path / "stagedoor@8001.service"))
    assert completed.returncode == 0 and "stagedoor" not in completed.stderr, completed.stderr


def test_the_container_has_the_packages_of_the_room_and_of_its_options() -> None:
    text = (ROOT / "pyproject.toml").read_text()
    dependencies = text.split("# the suite")[0].split("dependencies = [")[1]
    packages = [line.strip().rstrip(",") for line in dependencies.splitlines() if line.strip().startswith('"')]
    extras = tomllib.loads(text)["project"]["optional-dependencies"]
    packages += [f'"{package}"' for extra in ("livekit", "postgresql", "redis") for package in extras[extra]]
    container = (DEPLOY / "Dockerfile").read_text()
    assert not [package for package in packages if package not in container]


def read_yaml(path: str) -> Any:
    """Return the content of a YAML file in deploy/."""
    return pytest.importorskip("yaml").safe_load((DEPLOY / path).read_text())


def test_the_services_of_compose_refer_only_to_existing_services_volumes_and_files() -> None:
    compose = read_yaml("compose.yaml")
    services = compose["services"]
    for name, service in services.items():
        assert ("image" in service) != ("build" in service), name
        assert set(service.get("depends_on", ())) <= services.keys(), name
        for volume in service.get("volumes", ()):
            source = volume.split(":")[0]
            is_file = source.startswith("./") and source != "./certificates"
            assert (DEPLOY / source).is_file() if is_file else source in {*compose["volumes"], "./certificates"}, name
    assert {profile for service in services.values() for profile in service.get("profiles", ())} == {
        "livekit",
        "turn",
        "metrics",
    }
    # No other service may depend on an optional one.
    required = {other for service in services.values() for other in service.get("depends_on", ())}
    assert not [name for name in required if services[name].get("profiles")]


def test_the_options_of_the_room_in_compose_are_valid() -> None:
    command = read_yaml("compose.yaml")["services"]["first"]["command"]
    livekit = "--livekit-url=wss://livekit.example.org --livekit-key=stagedoor"
    turn = """'--ice-server={"urls":"turn:rooms.example.org","username":"room","credential":"secret"}'"""
    for room_options in ("", livekit, turn):
        options = _parse_options(shlex.split(command.replace("${ROOM_OPTIONS:-}", room_options)))
        assert options.proxies == 1 and options.redis and bool(options.livekit_url) == (room_options == livekit)
        assert bool(options.ice_server) == (room_options == turn)


def test_a_stopping_process_has_enough_time_to_move_its_pages() -> None:
    stop_grace_period = read_yaml("compose.yaml")["services"]["first"]["stop_grace_period"]
    unit = (DEPLOY / "systemd" / "stagedoor@.service").read_text()
    seconds = {
        int(stop_grace_period.removesuffix("s")),
        int(re.findall(r"^TimeoutStopSec=(\d+)$", unit, re.MULTILINE)[0]),
    }
    assert min(seconds) > LONGEST_MOVE + MOVING_SECONDS


def test_prometheus_and_livekit_know_every_process_of_compose() -> None:
    compose = read_yaml("compose.yaml")["services"]
    processes = {f"{name}:8000" for name, service in compose.items() if "build" in service}
    (job,) = read_yaml("prometheus/prometheus.yml")["scrape_configs"]
    assert (job["job_name"], job["metrics_path"]) == ("stagedoor", "/metrics")
    assert {target for config in job["static_configs"] for target in config["targets"]} == processes
    livekit = read_yaml("livekit/livekit.yaml")
    assert set(livekit["webhook"]["urls"]) == {f"http://{process}/media/livekit" for process in processes}


def test_the_dashboard_uses_only_metrics_that_the_room_has() -> None:
    metrics = Metrics()
    store: Any = object.__new__(SessionStore)
    metrics.watch(room_gauges(Presence(store), store))
    metrics.message("ask", "not_offered", 0.1)
    names = {re.split(r"[{ ]", line)[0] for line in metrics.text().decode().splitlines() if not line.startswith("#")}
    dashboard = json.loads((DEPLOY / "grafana" / "room.json").read_text())
    expressions = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    used = {name for expression in expressions for name in re.findall(r"stagedoor_\w+", expression)}
    assert used and used <= names, used - names
    assert all('{job="stagedoor"}' in expression for expression in expressions)
    assert len({panel["id"] for panel in dashboard["panels"]}) == len(expressions)
