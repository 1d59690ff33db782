"""The house: imports only go down, nothing lies about unused, no migration is missing."""

import ast
import functools
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import allauth
import pytest
from django.core.management import call_command
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parent.parent
APP = ROOT / "measures"
TEMPLATES = ROOT / "templates"

# From the bottom up. A room may import rooms that stand before it, never its own floor's
# neighbours on the same line, and never one above.
FLOORS: list[set[str]] = [
    {"french", "norms", "rich_text", "search_words", "print_fonts"},
    {"models", "pasted", "health"},
    {"sequence", "tally", "grid"},
    {"following", "answering", "moved"},
    {"rights", "editor", "report", "signatures", "comparison", "evolution", "links"},
    {"readiness", "history", "rectification"},
    {"actions"},
    {"reading", "filters", "tables", "plan_files", "templatetags", "forms", "desk"},
    {"search", "backup"},
    {"exports"},
    {"views"},
    {"urls", "management", "checks"},
    {"apps"},
]
FLOOR = {room: level for level, rooms in enumerate(FLOORS) for room in rooms}


@functools.cache
def modules() -> list[Path]:
    return [path for path in sorted(APP.rglob("*.py")) if "migrations" not in path.parts]


def room_of(path: Path) -> str:
    return path.relative_to(APP).parts[0].removesuffix(".py")


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@functools.cache
def imports(path: Path) -> list[tuple[str, bool]]:
    """Return each module of ours that a file imports, and whether it does so inside a function."""
    return list(_imports(path))


def _imports(path: Path) -> Iterator[tuple[str, bool]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inside = {
        node
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
    }
    known = {name_of(module) for module in modules()}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("measures"):
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield (whole if whole in known else node.module), node in inside
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.startswith("measures"):
                    yield alias.name, node in inside


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_imports_only_go_down(path: Path):
    here = room_of(path)
    if here == "__init__":
        return
    for module, _ in imports(path):
        there = module.split(".")[1] if "." in module else ""
        if there and there != here:
            assert FLOOR[there] < FLOOR[here], f"{name_of(path)} imports {module}"


def test_no_circle_between_modules():
    graph = {name_of(path): {module for module, _ in imports(path)} for path in modules()}
    done: set[str] = set()

    def descend(module: str, trail: tuple[str, ...]) -> None:
        assert module not in trail, " → ".join((*trail, module))
        if module not in done:
            for other in graph.get(module, ()):
                # A package's face re-exports its own rooms; that is not a way back up.
                if other != module and not module.startswith(f"{other}."):
                    descend(other, (*trail, module))
            done.add(module)

    for module in graph:
        descend(module, ())


def test_no_import_hides_in_a_function():
    hidden = {
        f"{name_of(path)} → {module}"
        for path in modules()
        for module, inside in imports(path)
        if inside
    }
    # Django wants the models of an application only once all are loaded.
    assert hidden == {
        "measures.apps → measures.checks",
        "measures.apps → measures.rights",
        "measures.apps → measures.models.integrity",
    }


def test_only_one_file_knows_weasyprint():
    knowing = [name_of(p) for p in modules() if "weasyprint" in p.read_text(encoding="utf-8")]
    assert knowing == ["measures.exports.press"]


@pytest.mark.parametrize(
    ("library", "files"),
    [
        ("openpyxl", {"exports.xlsx", "pasted.workbook"}),
    ],
)
def test_only_the_files_of_a_format_know_its_library(library: str, files: set[str]):
    knowing = {
        name_of(path)
        for path in modules()
        if re.search(rf"^ *(?:from|import) {library}\b", path.read_text(encoding="utf-8"), re.M)
    }
    assert knowing == {f"measures.{name}" for name in files}


def test_rich_text_and_french_know_nothing_of_ours():
    for path in modules():
        if room_of(path) in FLOORS[0]:
            assert all(module.split(".")[1] == room_of(path) for module, _ in imports(path)), (
                name_of(path)
            )


def test_no_file_outgrows_three_hundred_lines():
    long = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in modules()}
    assert not {name: count for name, count in long.items() if count > 300}


def test_every_module_says_what_it_is_responsible_for():
    silent = [
        name_of(path)
        for path in modules()
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_every_template_is_used():
    """Named by our code or templates; or named by a library, in place of its own."""
    library = Path(allauth.__file__).parent / "templates"
    sources = [path.read_text(encoding="utf-8") for path in modules()]
    sources += [path.read_text(encoding="utf-8") for path in TEMPLATES.rglob("*.html")]
    sources.append((ROOT / "tracker/settings.py").read_text(encoding="utf-8"))
    everything = "\n".join(sources)
    unused = [
        name
        for name in (path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.*"))
        if f'"{name}"' not in everything
        and name not in {"404.html", "500.html"}
        and not (library / name).exists()
    ]
    assert unused == []


def test_every_template_says_what_it_takes():
    silent = [
        path.relative_to(TEMPLATES).as_posix()
        for folder in ("components", "report")
        for path in (TEMPLATES / folder).rglob("*.html")
        if not path.read_text(encoding="utf-8").startswith("{#")
    ]
    assert silent == []


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, stdout=StringIO())


def patterns(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry)
        else:
            yield entry


PUBLIC = {
    "home",
    "plan",
    "latest_measure",
    "evaluation",
    "priority",
    "measures",
    "measure",
    "section",
    "recommendations",
    "recommendation",
    "report",
    "rectification",
    "evolutions",
    "evolution",
    "report_pdf",
    "synthesis_pdf",
    "priority_pdf",
    "measure_pdf",
    "addressee_pdf",
    "search",
    "data",
    "data_file",
    "data_schema",
    "about",
    "accessibility",
    "legal",
    "site_map",
    "cite_evaluation",
    "cite_evaluation_file",
    "cite_measure",
    "cite_measure_file",
    "cite_section",
    "cite_section_file",
    "cite_recommendation",
    "cite_recommendation_file",
    "share",
    "embed",
    "picture_svg",
    "picture_png",
    "feed",
    "sitemap",
    "robots",
    "api",
    "api_entry",
    "api_plans",
    "api_plan",
    "api_evaluations",
    "api_evaluation",
    "api_editions",
    "api_measures",
    "api_measure",
    "api_recommendations",
    "api_recommendation",
    "api_outcomes",
    "api_sections",
    "api_section",
    "api_addressees",
    "api_addressee",
    "api_search",
    "api_description",
    "api_lost",
}

# What machines ask of the installation; nothing of the content is there.
HEALTH = {"health_alive", "health_ready"}


# Where one proves who one is; nothing of the content is there.
ENTRANCE = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "mfa_authenticate",
    "staff_accept",
}


def test_only_the_public_list_is_open_without_an_account():
    """Private by default: a view is open only where it says so, and the list says so too."""
    open_views = {
        pattern.name
        for pattern in patterns()
        if not getattr(pattern.callback, "login_required", True)
    }
    assert open_views == PUBLIC | ENTRANCE | HEALTH


def test_the_style_shares_stand_for_each_percent():
    css = (APP / "static/measures/css/status.css").read_text(encoding="utf-8")
    shares = {int(n): int(width) for n, width in re.findall(r"\.share-(\d+) \{ width: (\d+)%", css)}
    assert shares == {n: n for n in range(1, 101)}
