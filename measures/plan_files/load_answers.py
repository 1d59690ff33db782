"""Reading the answers of addressees from the file of a measure."""

import re
from dataclasses import dataclass, field
from datetime import date

from measures.actions import answers
from measures.answering import Answers
from measures.plan_files import layout
from measures.plan_files.document import Document

_TITLE = re.compile(rf"{re.escape(layout.ANSWER)}([-\w]+) \((\d{{4}}-\d{{2}}-\d{{2}})\)", re.ASCII)


@dataclass
class Answered:
    """The answers of a file, and the titles of their parts."""

    answers: Answers = field(default_factory=dict)
    titles: list[str] = field(default_factory=list)


def read_answers(document: Document) -> Answered:
    """Return the answers of a file: « == Réponse : miprof (2018-03-01) », then a rich text."""
    found = Answered()
    for part in document.parts.values():
        if not part.title.startswith(layout.ANSWER.rstrip()):
            continue
        match = _TITLE.fullmatch(part.title)
        given = match and _day(match[2])
        if not given:
            raise document.refuse(
                part.title_line, "attendu, comme « == Réponse : miprof (2018-03-01) »."
            )
        if match[1] in found.answers:
            raise document.refuse(part.title_line, "ce destinataire a déjà une réponse.")
        text = document.rich(part.title, marks=())
        if not text:
            raise document.refuse(part.title_line, "cette réponse n’a pas de texte.")
        found.titles.append(part.title)
        found.answers[match[1]] = {"on": given.isoformat(), "text": text}
    found.answers = answers.cleaned(found.answers)
    return found


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
