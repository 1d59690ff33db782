"""Cleaning a text that a person wrote in a file: what cannot be kept is refused, with its line.

Cleaning may add to what was written (a missing `scope`, a `tbody`), never take away from it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from html.parser import HTMLParser

from measures.rich_text import InvalidText, clean
from measures.rich_text.clean import ALLOWED, CLASSES, MARKS


class NotKept(ValueError):
    """A passage that cleaning would drop; `line` counts from 0."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def clean_all(source: str, *, marks: Collection[str] = MARKS) -> str:
    """Return `source` in canonical form; raises `NotKept` where anything of it would be lost."""
    written = _Reader().read(source)
    try:
        stored = clean(source, marks=marks)
    except InvalidText as error:
        raise NotKept(0, str(error)) from error
    kept = iter(_Reader().read(stored))
    for piece in written:
        if not any(piece.is_kept_by(other) for other in kept):
            raise NotKept(piece.line, f"{piece} ne serait pas gardé à cet endroit.")
    return stored


@dataclass(frozen=True)
class _Piece:
    """A word, or an opening tag with its attributes; and its line."""

    line: int
    name: str
    attributes: frozenset[tuple[str, str | None]] | None = None  # None for a word

    def is_kept_by(self, other: "_Piece") -> bool:
        """Tell whether `other` is this piece after cleaning, which may have added attributes."""
        if self.attributes is None or other.attributes is None:
            return self.name == other.name and self.attributes == other.attributes
        return self.name == other.name and self.attributes <= other.attributes

    def __str__(self) -> str:
        if self.attributes is None:
            return f"« {self.name} »"
        attributes = "".join(f' {name}="{value}"' for name, value in sorted(self.attributes))
        return f"<{self.name}{attributes}>"


class _Reader(HTMLParser):
    """Reads a text piece by piece; refuses markup that is not of ours."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.pieces: list[_Piece] = []

    def read(self, source: str) -> list[_Piece]:
        """Return the words and opening tags in order."""
        self.feed(source)
        self.close()
        if self.open:
            self._refuse(f"la balise <{self.open[-1]}> n’est pas fermée.")
        return self.pieces

    @property
    def _line(self) -> int:
        return self.getpos()[0] - 1

    def _refuse(self, message: str) -> None:
        raise NotKept(self._line, message)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ALLOWED:
            self._refuse(f"la balise <{tag}> n’est pas permise.")
        for name, value in attrs:
            if name == "class":
                if value not in CLASSES.get(tag, ()):
                    self._refuse(f"la classe « {value} » n’est pas permise sur <{tag}>.")
            elif name not in ALLOWED[tag]:
                self._refuse(f"l’attribut {name} n’est pas permis sur <{tag}>.")
        if ("class", "recommendation") in attrs and not dict(attrs).get("data-key"):
            self._refuse('cette recommandation n’a pas d’identifiant : data-key="…".')
        self.pieces.append(_Piece(self._line, tag, frozenset(attrs)))
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self._refuse(f"</{tag}> ne ferme pas la balise ouverte en dernier.")

    def handle_data(self, data: str) -> None:
        for line, words in enumerate(data.split("\n"), start=self._line):
            self.pieces += [_Piece(line, word) for word in words.split()]

    def handle_comment(self, data: str) -> None:
        self._refuse(f"le commentaire « {data.strip()} » ne serait pas gardé.")

    def handle_decl(self, decl: str) -> None:
        self._refuse(f"<!{decl}> n’est pas permis.")

    unknown_decl = handle_decl

    def handle_pi(self, data: str) -> None:
        self._refuse(f"<?{data}> n’est pas permis.")
