"""One file: header lines `clé: valeur`, an empty line, then text, possibly in titled parts.

    statut: mise en œuvre
    page: 41

    == Actions de l’État

    <p>…</p>

Text is rich text in canonical form, one sentence a line so that a diff shows the sentence that
changed. What cannot be kept is refused with the file and the line, never dropped.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from django.core.exceptions import ValidationError

from measures.actions.refusals import Refused
from measures.plan_files.strict import NotKept, clean_all
from measures.rich_text import InvalidText, clean_summary, readable
from measures.rich_text.clean import MARKS

_SENTENCE_END = re.compile(r"(?<=[.!?…»]) (?=[A-ZÀ-ÝŒ«<])")


class FileRefused(Exception):
    """A file that cannot be loaded; the message names file and line."""

    def __init__(self, path: Path, line: int, message: str) -> None:
        super().__init__(f"{path}, ligne {line} : {message}")


@dataclass
class Header:
    """A value of the header, and where it stands."""

    value: str
    line: int


@dataclass
class Part:
    """A run of rich text under a title (empty for a file of one part)."""

    title: str
    line: int  # the first one of its text
    source: str = ""

    @property
    def title_line(self) -> int:
        """Return the line of its title."""
        return self.line - 1 if self.title else self.line


@dataclass
class Document:
    """A file as read: its headers and its parts, each with its place."""

    path: Path
    first_line: int = 1
    headers: dict[str, Header] = field(default_factory=dict)
    parts: dict[str, Part] = field(default_factory=dict)

    def refuse(self, line: int, message: str) -> FileRefused:
        """Return the refusal of this file at a line, to be raised."""
        return FileRefused(self.path, line, message)

    @contextmanager
    def refusals(self, line: int = 1) -> Iterator[None]:
        """Turn the refusal of an action into that of this file."""
        try:
            yield
        except ValidationError as error:
            raise self.refuse(line, " ".join(error.messages)) from error
        except Refused as error:
            raise self.refuse(line, str(error)) from error

    def expect(self, *, required: Collection[str], optional: Collection[str] = ()) -> None:
        """Refuse a missing or unknown header."""
        for name in required:
            if not self.text(name):
                raise self.refuse(self.line(name), f"il manque l’en-tête « {name}: … ».")
        for name, header in self.headers.items():
            if name not in required and name not in optional:
                known = ", ".join([*required, *optional])
                raise self.refuse(
                    header.line, f"en-tête « {name} » inconnu ; ceux-ci existent : {known}."
                )

    def expect_parts(self, titles: Collection[str]) -> None:
        """Refuse a part of another title."""
        for part in self.parts.values():
            if part.title not in titles:
                known = ", ".join(f"« == {title} »" if title else "sans titre" for title in titles)
                named = f"partie « {part.title} » inconnue" if part.title else "texte sans titre"
                raise self.refuse(part.title_line, f"{named} ; attendu : {known}.")

    def entry(self, part: Part) -> "Document":
        """Return a part made of header lines as a document of its own."""
        entry = Document(self.path, first_line=part.title_line)
        for number, line in enumerate(part.source.split("\n"), start=part.line):
            if line.strip():
                entry.add_header(line, number)
        return entry

    def add_header(self, written: str, line: int) -> None:
        """Read a header line."""
        name, colon, value = (piece.strip() for piece in written.partition(":"))
        if not colon:
            raise self.refuse(line, f"« {written} » n’est pas de la forme « clé: valeur ».")
        if readable(value) != value:
            raise self.refuse(line, f"« {name} » contient un signe qui ne peut être lu : ôtez-le.")
        if name in self.headers:
            raise self.refuse(line, f"l’en-tête « {name} » se répète.")
        self.headers[name] = Header(value, line)

    def text(self, name: str) -> str:
        """Return the value of a header, or an empty string."""
        header = self.headers.get(name)
        return header.value if header else ""

    def line(self, name: str) -> int:
        """Return the line of a header, or the first where it is absent."""
        header = self.headers.get(name)
        return header.line if header else self.first_line

    def number(self, name: str) -> int | None:
        """Return a header as a whole number, None where it is absent."""
        text = self.text(name)
        if not text:
            return None
        if not (text.isascii() and text.isdigit()):
            raise self.refuse(
                self.line(name), f"« {name} » attend un nombre entier, pas « {text} »."
            )
        return int(text)

    def date(self, name: str) -> date | None:
        """Return a header as a date, None where it is absent."""
        text = self.text(name)
        try:
            return date.fromisoformat(text) if text else None
        except ValueError as error:
            raise self.refuse(
                self.line(name), f"« {name} » attend une date comme 2017-07-06."
            ) from error

    def moment(self, name: str) -> datetime | None:
        """Return a header as an instant with its time zone, None where it is absent."""
        text = self.text(name)
        try:
            moment = datetime.fromisoformat(text) if text else None
        except ValueError:
            moment = datetime.min
        if moment is not None and moment.tzinfo is None:
            raise self.refuse(
                self.line(name), f"« {name} » attend un instant comme 2017-07-06T12:00:00+02:00."
            )
        return moment

    def rich(self, title: str = "", *, marks: Collection[str] = MARKS) -> str:
        """Return a part as rich text in canonical form; refuse what cleaning would drop."""
        part = self.parts.get(title)
        if part is None:
            return ""
        try:
            return clean_all(part.source, marks=marks)
        except NotKept as error:
            raise self.refuse(part.line + error.line, str(error)) from error

    def summary(self, title: str) -> str:
        """Return a part as a summary in plain language; refuse anything but paragraphs."""
        stored = self.rich(title, marks=())
        try:
            return clean_summary(stored)
        except InvalidText as error:
            raise self.refuse(self.parts[title].line, str(error)) from error


def read(path: Path) -> Document:
    """Read a file; raises `FileRefused`."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")  # Windows may write a mark
    except UnicodeDecodeError as error:
        raise FileRefused(path, 1, "ce fichier n’est pas en UTF-8.") from error
    except OSError as error:
        raise FileRefused(path, 1, "ce fichier manque ou ne peut être lu.") from error
    document = Document(path)
    number = 0
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            break
        if line.startswith(("<", "== ")):
            raise document.refuse(number, "il manque une ligne vide entre l’en-tête et le texte.")
        document.add_header(line, number)
    _read_parts(document, lines, number)
    return document


def _read_parts(document: Document, lines: list[str], last: int) -> None:
    part = Part("", last + 1)
    for number, line in enumerate(lines[last:], start=last + 1):
        if line.startswith("== "):
            title = line.removeprefix("== ").strip()
            if title in document.parts:
                raise document.refuse(number, f"la partie « {title} » se répète.")
            part = document.parts[title] = Part(title, number + 1)
            continue
        if line.strip() and part.title == "" and "" not in document.parts:
            document.parts[""] = part
        part.source += line + "\n"


def write(headers: Iterable[tuple[str, object]], parts: Iterable[tuple[str, str]] = ()) -> str:
    """Return the text of a file; empty headers are left out, parts are always there."""
    written = "".join(f"{name}: {value}\n" for name, value in headers if value not in {None, ""})
    for title, stored in parts:
        written += f"\n== {title}\n" if title else ""
        written += f"\n{break_sentences(stored)}\n" if stored else ""
    return written


def break_sentences(stored: str) -> str:
    """Put each sentence of a rich text on a line of its own."""
    return "\n".join(
        line if line.startswith(("<div", "<a ")) else _SENTENCE_END.sub("\n", line)
        for line in stored.split("\n")
    )
