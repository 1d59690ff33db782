"""An installation starts only when it is safe to open, and says what it lacks."""

import os
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent
SECRET_KEY = "clef-" * 12
PRODUCTION = {
    "SECRET_KEY": SECRET_KEY,
    "ALLOWED_HOSTS": "suivi.example.org",
    "SITE_URL": "https://suivi.example.org",
}


def run(*arguments: str, var: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Python in an environment where nothing else is set, with an empty database."""
    (var / "static").mkdir(exist_ok=True)
    chosen = {
        "PATH": os.environ["PATH"],
        "PYTHONDONTWRITEBYTECODE": "1",
        "TRACKER_VAR": str(var),
        "DATABASE_URL": f"sqlite:///{var / 'suivi.sqlite3'}",
    }
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=chosen | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.fixture(scope="module")
def assembled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The static files of an installation, collected once."""
    var = tmp_path_factory.mktemp("installation")
    run("manage.py", "collectstatic", "--noinput", var=var, **PRODUCTION).check_returncode()
    return var / "static"


@pytest.fixture
def var(tmp_path: Path, assembled: Path) -> Path:
    """The folder of an installation that lacks nothing but a database."""
    (tmp_path / "static").symlink_to(assembled)
    return tmp_path


def check(var: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return run("manage.py", "check", var=var, **environment)


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({}, "La variable d’environnement SECRET_KEY n’est pas définie."),
        ({"SECRET_KEY": ""}, "La variable d’environnement SECRET_KEY n’est pas définie."),
        ({"SECRET_KEY": "courte"}, "SECRET_KEY est trop courte"),
        ({"SECRET_KEY": SECRET_KEY}, "La variable d’environnement ALLOWED_HOSTS n’est pas définie"),
        (PRODUCTION | {"SITE_URL": ""}, "La variable d’environnement SITE_URL n’est pas définie."),
        (PRODUCTION | {"SITE_URL": "suivi.example.org"}, "SITE_URL vaut « suivi.example.org »"),
        (PRODUCTION | {"SITE_URL": "https://example.org/suivi/"}, "l’adresse absolue du site"),
        ({"TRACKER_VAR": "/dev/null/part"}, "Le dossier /dev/null/part ne peut pas être créé"),
        (PRODUCTION | {"TRACKER_MODE": "essai"}, "TRACKER_MODE vaut « essai » : choisir parmi"),
    ],
)
def test_unsafe_settings_are_refused_and_say_why(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, environment: dict[str, str], sentence: str
) -> None:
    for name in os.environ.keys() - {"PATH"}:
        monkeypatch.delenv(name)
    for name, value in ({"TRACKER_VAR": str(tmp_path)} | environment).items():
        monkeypatch.setenv(name, value)

    with pytest.raises(ImproperlyConfigured) as refusal:
        runpy.run_path(str(ROOT / "tracker/settings.py"))

    assert sentence in str(refusal.value)


def test_an_unsafe_installation_does_not_start(tmp_path: Path) -> None:
    done = check(tmp_path)

    assert done.returncode != 0
    said = done.stderr.splitlines()[-1]
    assert "La variable d’environnement SECRET_KEY n’est pas définie." in said


DEPLOYED = ("manage.py", "check", "--deploy", "--fail-level", "WARNING")


def test_a_complete_installation_passes_the_checks_of_a_deployment(var: Path) -> None:
    done = run(*DEPLOYED, var=var, **PRODUCTION)

    assert done.returncode == 0, done.stderr
    assert "suivi.I005" in done.stderr  # legal mentions are to be completed, which stops nothing
    assert "INSTITUTION_HOST" in done.stderr


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"CACHE_URL": "rediscache://127.0.0.1:1/0"}, "(suivi.E003) Le cache partagé"),
        ({"SITE_URL": "http://suivi.example.org"}, "(suivi.E006) SITE_URL"),
        ({"SITE_URL": "https://ailleurs.org"}, "(suivi.E006) ALLOWED_HOSTS n’admet pas ailleurs"),
        ({"ALLOWED_HOSTS": "*"}, "(suivi.E006) ALLOWED_HOSTS admet n’importe quel nom"),
    ],
)
def test_what_an_installation_lacks_is_named(
    var: Path, environment: dict[str, str], said: str
) -> None:
    done = run(*DEPLOYED, var=var, **PRODUCTION | environment)

    assert done.returncode != 0
    assert said in done.stderr


def test_the_server_does_not_open_without_the_files_of_the_site(tmp_path: Path) -> None:
    refused = run("-c", START, var=tmp_path, **PRODUCTION)

    assert refused.returncode != 0
    assert "Le site ne peut pas ouvrir.\nsuivi.E002" in refused.stderr
    assert "python manage.py collectstatic" in refused.stderr


def test_the_server_starts_while_its_database_is_away(var: Path) -> None:
    away = {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}
    started = run("-c", START, var=var, **PRODUCTION | away)

    assert started.returncode == 0, started.stderr
    assert '"message": "La base de données ne répond pas' in started.stderr


@pytest.mark.parametrize("mode", ["demonstration", "development"])
def test_other_modes_start_with_nothing_set(tmp_path: Path, mode: str) -> None:
    done = check(tmp_path, TRACKER_MODE=mode)

    assert done.returncode == 0, done.stderr


START = """
import tracker.wsgi
from django.db import connection
assert connection.connection is None, "a connection is left for forked workers to share"
"""


def test_production_starts_only_once_demonstration_accounts_are_removed(
    var: Path, tmp_path: Path
) -> None:
    prepare = (
        "import django; django.setup()\n"
        "from django.core.management import call_command\n"
        "call_command('migrate', verbosity=0)\n"
        "call_command('create_demonstration_accounts')\n"
    )
    tried = {"TRACKER_MODE": "demonstration", "DJANGO_SETTINGS_MODULE": "tracker.settings"}
    assert run("-c", prepare, var=tmp_path, **tried).returncode == 0

    assert run("-c", START, var=tmp_path, TRACKER_MODE="demonstration").returncode == 0
    refused = run("-c", START, var=tmp_path, **PRODUCTION)
    assert refused.returncode != 0
    assert "comptes de démonstration (admin, rapporteur, redaction)" in refused.stderr
    assert "python manage.py remove_demonstration_accounts" in refused.stderr

    removed = run("manage.py", "remove_demonstration_accounts", var=tmp_path, **PRODUCTION)
    assert "3 compte(s)" in removed.stdout
    started = run("-c", START, var=tmp_path, **PRODUCTION)
    assert started.returncode == 0, started.stderr


def test_demonstration_accounts_are_not_created_in_production(tmp_path: Path) -> None:
    done = run("manage.py", "create_demonstration_accounts", var=tmp_path, **PRODUCTION)

    assert done.returncode != 0
    assert "ils ne se créent pas en production" in done.stderr


# The files of the site


def test_each_script_is_there_under_a_name_of_its_own_content(assembled: Path) -> None:
    scripts = {path.name for path in (assembled / "measures/js").rglob("*.js")}
    assert scripts
    assert all(re.fullmatch(r"[\w-]+\.[0-9a-f]{12}\.js", name) for name in scripts), scripts


def test_what_a_script_imports_is_there(assembled: Path) -> None:
    imported = [
        (path, name)
        for path in (assembled / "measures/js").rglob("*.js")
        for name in re.findall(r'from\s*"(\.[^"]+)"', path.read_text(encoding="utf-8"))
    ]
    assert imported
    lost = [(path.name, name) for path, name in imported if not (path.parent / name).is_file()]
    assert lost == []
