"""The rows of an XLSX file, opened with care: it comes from anywhere."""

import io
import zipfile

from measures.pasted.cells import Row

MOST_UNPACKED = 20_000_000  # bytes; a list of titles takes a hundredth of it
MOST_ROWS, MOST_COLUMNS = 2_000, 50
_NOT_READ = (
    "Ce fichier ne se lit pas : enregistrez-le au format XLSX ou CSV, ou collez ses cellules."
)


class Unreadable(ValueError):
    """The file is no list; the message is a French sentence."""


def workbook(data: bytes) -> list[Row]:
    """Return the rows of the first sheet, blank ones left out. Raises `Unreadable`."""
    _inspect(data)
    # Imported here: it takes a tenth of a second, and the site must start fast.
    from openpyxl import load_workbook  # noqa: PLC0415

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what the file says of its own size may be wrong
        values = sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True)
        rows = [Row(line, _written(row)) for line, row in enumerate(values, start=1)]
    except Exception as error:  # the library raises whatever a broken file makes it meet
        raise Unreadable(_NOT_READ) from error
    return [row for row in rows if not row.empty]


def _inspect(data: bytes) -> None:
    """Refuse what would fill the memory, or declares entities, before anything parses it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise Unreadable("Ce fichier est trop grand une fois décompressé.")
            for part in parts:
                if b"<!DOCTYPE" in archive.read(part) or b"<!ENTITY" in archive.read(part):
                    raise Unreadable(_NOT_READ)
    except Unreadable:
        raise
    except Exception as error:  # no archive, or a broken one
        raise Unreadable(_NOT_READ) from error


def _written(row: tuple[object, ...]) -> tuple[str, ...]:
    """Return the cells of a row up to the last one in which something stands."""
    said = [_text(value) for value in row]
    while said and not said[-1].strip():
        said.pop()
    return tuple(said)


def _text(value: object) -> str:
    """Return a cell as a person reads it: 12.0 is 12."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
