"""The configurations in deploy/ are accepted by the programs that read them."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.reference_server.server_process import ROOT

DEPLOY = ROOT / "deploy"
CERTIFICATE = ("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=rooms.example.org")


def run(*command: str) -> subprocess.CompletedProcess[str]:
    """Run a command that ends by itself."""
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed (as root: apt-get install nginx-light)")
@pytest.mark.parametrize("upstream", ["upstream.conf", "upstream-compose.conf"])
def test_nginx_accepts_its_configuration(tmp_path: Path, upstream: str) -> None:
    made = run(*CERTIFICATE, "-keyout", str(tmp_path / "privkey.pem"), "-out", str(tmp_path / "fullchain.pem"))
    assert made.returncode == 0, made.stderr
    room = (DEPLOY / "nginx" / "room.conf").read_text().replace("/etc/ssl/rooms.example.org", str(tmp_path))
    processes = (DEPLOY / "nginx" / upstream).read_text()
    # Host names of containers are known inside of them only.
    processes = processes.replace("first:", "127.0.0.1:").replace("second:", "127.0.0.2:")
    whole = tmp_path / "nginx.conf"
    whole.write_text(f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{\naccess_log off;\n{processes}{room}}}\n")
    checked = run("nginx", "-t", "-q", "-e", str(tmp_path / "log"), "-c", str(whole))
    assert checked.returncode == 0, checked.stderr


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
def test_systemd_accepts_the_unit(tmp_path: Path) -> None:
    unit = (DEPLOY / "systemd" / "stagedoor@.service").read_text()
    # It also looks for the program.
    (tmp_path / "stagedoor@8001.service").write_text(unit.replace("/srv/stagedoor/.venv/bin/python", "/bin/true"))
    checked = run("systemd-analyze", "verify", str(tmp_path / "stagedoor@8001.service"))
    assert "stagedoor" not in checked.stderr, checked.stderr


def test_the_container_has_the_packages_of_the_room() -> None:
    dependencies = (ROOT / "pyproject.toml").read_text().split("# the suite")[0].split("dependencies = [")[1]
    container = (DEPLOY / "Dockerfile").read_text()
    wanted = [line.strip().rstrip(",") for line in dependencies.splitlines() if line.strip().startswith('"')]
    assert wanted and not [package for package in wanted if package not in container]
