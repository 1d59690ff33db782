"""How a file that never changes is served: told by its fingerprint, whole or in part.

Conditions and ranges are those of RFC 9110 (clauses 13 and 14). The bytes are asked for only
where the answer holds some.
"""

import re
from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, parse_http_date_safe

from measures.views.public.access import FOR_ALL

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def kept_file(
    request: HttpRequest,
    content: Callable[[], bytes],
    *,
    name: str,
    size: int,
    sha256: str,
    modified: datetime,
) -> HttpResponse:
    """Return a PDF of `size` bytes that readers see under `name`.

    Browsers may keep it, and ask each time whether it is still there (`FOR_ALL`): what is
    withdrawn is not to be read any more.
    """
    etag, moment = f'"{sha256}"', int(modified.timestamp())
    headers = {
        "ETag": etag,
        "Last-Modified": http_date(moment),
        "Cache-Control": FOR_ALL,
        "Accept-Ranges": "bytes",
        "Content-Disposition": f'inline; filename="{name}"',
    }
    unchanged = get_conditional_response(request, etag=etag, last_modified=moment)
    if unchanged is not None and unchanged.status_code == 304 and _is_of_another(request, moment):
        unchanged = None
    if unchanged is not None:
        for header in ("ETag", "Last-Modified", "Cache-Control"):
            unchanged[header] = headers[header]
        return unchanged
    asked = _range(request, etag, moment)
    if asked is None:
        status, start, stop = 200, 0, size
    else:
        status, (start, stop) = 206, _bounds(asked, size)
        headers["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
        if start >= stop:
            headers = {"Content-Range": f"bytes */{size}", "Cache-Control": FOR_ALL}
            return HttpResponse(status=416, headers=headers)
    headers["Content-Length"] = str(stop - start)
    body = b"" if request.method == "HEAD" else content()[start:stop]
    return HttpResponse(body, status=status, content_type="application/pdf", headers=headers)


def _is_of_another(request: HttpRequest, moment: int) -> bool:
    """Tell whether a date, all that is known of a file, was another one's at this address.

    A later date is: of an edition withdrawn since, or published before the clock was set back.
    """
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    return "If-None-Match" not in request.headers and since is not None and since > moment


def _range(request: HttpRequest, etag: str, moment: int) -> tuple[str, str] | None:
    """Return the two ends of the one range that is asked for; none means the whole.

    Several ranges, and those in another unit, may be left alone (14.2); a range on the
    condition of another file is not to be taken (13.1.5). HEAD knows no range (14.2).
    """
    match = _RANGE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    if request.method != "GET" or match is None or match.groups() == ("", ""):
        return None
    start, end = match.groups()
    if start and end and int(start) > int(end):
        return None  # not a range (14.1.1)
    only_if = request.headers.get("If-Range")
    if only_if and only_if != etag and parse_http_date_safe(only_if) != moment:
        return None
    return start, end


def _bounds(asked: tuple[str, str], size: int) -> tuple[int, int]:
    """Return where a range begins and stops; beyond the end it is empty."""
    start, end = asked
    if not start:  # the last bytes
        count = min(int(end), size)
        return (size - count, size) if count else (size, size)
    return int(start), min(int(end) + 1 if end else size, size)
