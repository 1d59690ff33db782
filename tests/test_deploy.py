"""What deploys the site agrees with it: names, limits, commands."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "deploy"
NGINX = (DEPLOY / "nginx/suivi.conf").read_text(encoding="utf-8")
UNIT = (DEPLOY / "systemd/suivi@.service").read_text(encoding="utf-8")
MANUAL = (ROOT / "docs/exploitation.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("script", sorted(DEPLOY.glob("*.sh")), ids=lambda path: path.name)
def test_each_script_can_be_read_by_its_shell(script: Path) -> None:
    done = subprocess.run(["bash", "-n", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_nginx_keeps_nothing_for_whoever_has_a_session() -> None:
    production = (ROOT / "tracker/settings.py").read_text(encoding="utf-8")
    (name,) = re.findall(r'SESSION_COOKIE_NAME = "(\S+)"', production)
    assert f"~*{name}=" in NGINX
    readers = NGINX[NGINX.index("location / {\n    limit_req") :]
    for directive in ("proxy_cache_bypass", "proxy_no_cache"):
        assert f"{directive} $suivi_session;" in readers
    assert "proxy_cache suivi" not in NGINX[: NGINX.index(readers)]


def test_nginx_lets_through_what_the_application_takes() -> None:
    (largest,) = re.findall(r"client_max_body_size (\d+)m;", NGINX)
    assert int(largest) * 2**20 >= settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def test_nginx_has_room_for_the_key_of_the_longest_address_it_takes() -> None:
    """Else an address that is only long is answered with a 502: the key stands in this buffer."""
    (line,) = re.findall(r"large_client_header_buffers \d+ (\d+)k;", NGINX)
    (room,) = re.findall(r"proxy_buffer_size (\d+)k;", NGINX)
    host, address, headers = int(line), int(line), 8
    assert int(room) >= host + address + headers


def test_health_is_not_for_everybody() -> None:
    block = re.search(r"location /sante/ \{.*?\n  \}", NGINX, re.S)[0]
    assert "deny all;" in block


def test_what_is_measured_is_served_on_the_loopback_address_alone() -> None:
    assert 'addr="127.0.0.1"' in (ROOT / "tracker/metrics.py").read_text(encoding="utf-8")
    assert "METRICS_PORT=910%i" in UNIT
    assert "metrics" not in NGINX


def test_the_server_understands_its_configuration(tmp_path: Path) -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "TRACKER_MODE": "demonstration",
        "TRACKER_VAR": str(tmp_path),
    }
    done = subprocess.run(
        [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "--check-config"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr


def test_the_manual_names_every_file_that_is_there() -> None:
    for name in ("install.sh", "update.sh", "rollback.sh", "turn.sh", "suivi.env.example"):
        assert f"deploy/{name}" in MANUAL
    for name in re.findall(r"deploy/([\w.-]+\.(?:sh|example|py))", MANUAL):
        assert (DEPLOY / name).exists(), name


def test_the_server_may_give_its_socket_to_its_account() -> None:
    """As gunicorn does when it starts; of two lines on a call, systemd goes by the later one."""
    filters = re.findall(r"^SystemCallFilter=(.+)$", UNIT, re.M)
    assert filters.index("@chown") > filters.index("~@privileged")


def test_documents_are_made_by_the_version_in_service() -> None:
    unit = (DEPLOY / "systemd/suivi-documents.service").read_text(encoding="utf-8")
    assert "manage.py make_documents --wait" in unit
    assert "WorkingDirectory=/srv/suivi/current" in unit
    assert "systemctl restart suivi-documents" in (DEPLOY / "turn.sh").read_text(encoding="utf-8")


def test_the_image_copies_what_exists() -> None:
    recipe = (ROOT / "Containerfile").read_text(encoding="utf-8")
    for line in re.findall(r"^COPY (?!--from)(.+) \S+$", recipe, re.M):
        assert (ROOT / line).exists(), line


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd on this machine")
def test_systemd_understands_the_units(tmp_path: Path) -> None:
    for unit in (DEPLOY / "systemd").iterdir():
        text = re.sub(r"(?m)^ExecStart=.*", "ExecStart=/bin/true", unit.read_text(encoding="utf-8"))
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", *map(str, sorted(tmp_path.iterdir()))],
        capture_output=True,
        text=True,
        check=False,
    )
    ours = [line for line in done.stderr.splitlines() if "suivi" in line]
    assert ours == []
