"""The files of the site as production serves them: every name in a script leads to a file."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import override_settings


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("static")
    storage = {"BACKEND": "tracker.static_files.HashedStaticFiles"}
    files = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    with override_settings(STATIC_ROOT=folder, STORAGES={"default": files, "staticfiles": storage}):
        call_command("collectstatic", interactive=False, verbosity=0)
    return folder


def test_each_script_is_there_under_a_name_of_its_own_content(collected: Path) -> None:
    scripts = {path.name for path in (collected / "measures/js").rglob("*.js")}
    assert scripts
    assert all(re.fullmatch(r"[\w-]+\.[0-9a-f]{12}\.js", name) for name in scripts), scripts


def test_what_a_script_imports_is_there(collected: Path) -> None:
    imported = [
        (path, name)
        for path in (collected / "measures/js").rglob("*.js")
        for name in re.findall(r'from\s*"(\.[^"]+)"', path.read_text(encoding="utf-8"))
    ]
    assert imported
    lost = [(path.name, name) for path, name in imported if not (path.parent / name).is_file()]
    assert lost == []
