"""A visit to a page: all that is judged of it, in one loading."""

from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import AXE, TAGS
from tests.browser.pages.captured import Pages
from tests.browser.pages.markup import markup_faults

JUDGE = Path(__file__).parent / "judge.js"
COLOURS = ["color-contrast", "link-in-text-block"]  # all that a theme may change, for axe
DESK = {"width": 1280, "height": 1024}
ZOOMED = {"width": 320, "height": 256}  # the same desk at 400 % (WCAG 1.4.10)
TABLET = {"width": 768, "height": 1024}
PAPER = 658  # CSS pixels between the margins of an A4 page

KINDS = {
    "markup": "the HTML is valid",
    "axe": "axe finds no fault",
    "axe_dark": "nor in dark",
    "reflow": "nothing scrolls sideways, at 400 % of zoom and with wide spacing too",
    "focus": "the focus is always seen, at 400 % of zoom too",
    "forced": "forced colours lose nothing",
    "print": "paper holds what is read and nothing else",
    "motion": "nothing moves unasked",
    "names": "every control has a name, in French",
    "console": "no script fails and the policy is kept",
}
Faults = dict[str, dict[str, list[str]]]  # by kind, then by path

CONTROLS = {
    *("button", "link", "textbox", "searchbox", "combobox", "listbox", "checkbox", "radio"),
    *("spinbutton", "switch", "slider", "tab", "menuitem", "DisclosureTriangle", "Date"),
}
CHROMIUM_S_OWN = "Show date picker"  # in the language of the browser, not of the page
ENGLISH = {
    *("the", "and", "search", "submit", "save", "cancel", "close", "open", "edit", "delete"),
    *("bold", "italic", "link", "undo", "redo", "heading", "choose", "file", "next"),
    *(
        "previous",
        "show",
        "hide",
        "select",
        "your",
        "password",
        "login",
        "logout",
        "home",
        "remove",
    ),
}


def visit_all(pages: Pages, site: str, browser: Browser, context_args: dict) -> Faults:
    """Return what is found on each page, by kind of fault."""
    pages = {
        path: page
        for path, page in pages.items()
        if page.headers.get("Content-Type", "").startswith("text/html")
    }
    faults: Faults = {kind: {} for kind in KINDS} | {"markup": markup_faults(pages)}
    context = browser.new_context(**context_args, reduced_motion="reduce")
    for script in (AXE, JUDGE):
        context.add_init_script(script.read_text(encoding="utf-8"))
    page = context.new_page()
    said = _console(context)
    for path in pages:
        page.set_viewport_size(DESK)
        page.emulate_media(media="screen", color_scheme="light", forced_colors="none")
        page.goto(site + path)
        for kind, found in _judged(page):
            faults[kind].setdefault(path, []).extend(found)
        faults["console"][path] = said[:]
        said.clear()
    context.close()
    return {
        kind: {path: found for path, found in by_path.items() if found}
        for kind, by_path in faults.items()
    }


def told(faults: dict[str, list[str]]) -> str:
    """Say each fault once, with how many pages have it and one of them."""
    pages: dict[str, list[str]] = {}
    for path, found in faults.items():
        for fault in dict.fromkeys(found):
            pages.setdefault(fault, []).append(path)
    return "\n".join(f"{fault} – {len(paths)} × {paths[0]}" for fault, paths in pages.items())


def _console(context: BrowserContext) -> list[str]:
    said: list[str] = []
    context.on("weberror", lambda error: said.append(str(error.error)))
    context.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
    return said


def _judged(page: Page) -> Iterator[tuple[str, list[str]]]:
    yield "axe", _axe(page, TAGS)
    yield "motion", page.evaluate("judge.motion()")
    yield "names", _names(page)
    yield "reflow", page.evaluate("judge.reflow()")
    yield "focus", page.evaluate("[...judge.order(), ...judge.focus()]")
    page.emulate_media(color_scheme="dark")
    yield "axe_dark", _axe(page, {"type": "rule", "values": COLOURS})
    page.set_viewport_size(TABLET)
    yield "reflow", page.evaluate("judge.reflow()")
    page.set_viewport_size(ZOOMED)
    yield "reflow", page.evaluate("judge.reflow()")
    yield "focus", page.evaluate("judge.focus()")
    page.evaluate("judge.space(true)")
    yield "reflow", page.evaluate("judge.reflow()")
    page.evaluate("judge.space(false)")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, forced_colors="active")
        yield "forced", page.evaluate("judge.forced()")
    page.set_viewport_size({"width": PAPER, "height": 1000})
    page.emulate_media(media="print", color_scheme="light", forced_colors="none")
    yield "print", page.evaluate("[...judge.print(), ...judge.reflow()]")


def _axe(page: Page, rules: list[str] | dict) -> list[str]:
    found = page.evaluate(
        """rules => axe.run(document, {runOnly: rules, resultTypes: ["violations"]})
            .then(results => results.violations)""",
        rules,
    )
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]


def _names(page: Page) -> list[str]:
    """Return the controls that a screen reader would name badly, from the tree it is given."""
    session = page.context.new_cdp_session(page)
    tree = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    faults = []
    for node in tree:
        role = node.get("role", {}).get("value")
        if node.get("ignored") or role not in CONTROLS:
            continue
        name = node.get("name", {}).get("value", "").strip()
        if not name:
            faults.append(f"{role} without a name: {node.get('properties')}")
        elif not name.startswith(CHROMIUM_S_OWN) and ENGLISH & set(name.lower().split()):
            faults.append(f"{role} in English: {name}")
    return faults
