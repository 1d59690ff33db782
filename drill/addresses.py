"""Every address open to all, as a form to fill: from the list of addresses itself.

Django is set up before this is imported: by pytest, or by `drill/__main__.py`.
"""

import re
from dataclasses import dataclass

from measures.urls.account import account_urls
from measures.urls.api import api_urls
from measures.urls.downloads import download_urls
from measures.urls.health import health_urls
from measures.urls.public import public_urls

# Where one proves who one is; the other addresses of accounts ask for a session.
ENTRANCE = {
    "account_login",
    "mfa_authenticate",
    "account_inactive",
    "account_logout",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "staff_accept",
}
OPEN = [
    *public_urls,
    *download_urls,
    *api_urls,
    *health_urls,
    *(pattern for pattern in account_urls if pattern.name in ENTRANCE),
]
_ARGUMENT = re.compile(r"<(\w+):(\w+)>")
_GROUP = re.compile(r"\(\?P<(\w+)>[^)]*\)")


@dataclass(frozen=True)
class Address:
    """A form of address: its words, between arguments of a kind."""

    route: str

    @property
    def arguments(self) -> list[tuple[str, str]]:
        """The kind and the name of each argument, in order."""
        return _ARGUMENT.findall(self.route)

    def filled(self, values: dict[str, bytes]) -> bytes:
        """Return the address with these values, as it is sent: nothing is quoted here."""
        parts = _ARGUMENT.split(self.route)
        written = [part.encode() for part in parts[::3]]
        for place, name in enumerate(parts[2::3]):
            written[place] += values[name]
        return b"/" + b"".join(written)


def _address(pattern: object) -> Address:
    return Address(_GROUP.sub(r"<str:\1>", str(pattern.pattern)).strip("^$"))


ADDRESSES = sorted({_address(pattern) for pattern in OPEN}, key=lambda address: address.route)
