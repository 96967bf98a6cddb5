"""Origins that settings name: `scheme://host[:port]`, and nothing that could say more in a content policy.

What is returned is written into a header, so an address has to match as a whole. Only `https` is taken, except for
this machine's own addresses.
"""

import re
from urllib.parse import urlsplit

from config.env import BadEnvironment

_ORIGIN = re.compile(r"(https?)://([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?::([0-9]{1,5}))?")
_LOOPBACK = re.compile(r"localhost|127(\.[0-9]{1,3}){3}")


def origin(name: str, address: str) -> str:
    """The origin that the setting `name` gives, in lower case; raises BadEnvironment where it is none."""
    found = _ORIGIN.fullmatch(address.lower())
    if found is None or not 0 < int(found[3] or 443) < 65_536:
        raise BadEnvironment(
            f"{name} has {address!r}; write an origin, such as https://login.example or https://login.example:8443."
        )
    if found[1] != "https" and not _LOOPBACK.fullmatch(found[2]):
        raise BadEnvironment(f"{name} has {address!r}; only https is safe for signing in.")
    return found[0]


def origin_of(name: str, address: str) -> str:
    """The origin of the whole address that the setting `name` gives; raises BadEnvironment where it has none."""
    try:
        parts = urlsplit(address)
    except ValueError:
        raise BadEnvironment(f"{name} is {address!r}; write an address, such as https://login.example.") from None
    return origin(name, f"{parts.scheme}://{parts.netloc}")
