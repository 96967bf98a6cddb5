"""Real Chromium for tests: pages signed in as somebody, watched for everything a user would never see.

A script error, a message of level error on the console (a violated content policy is one) and a request that leaves
the site are faults. They fail the test that opened the page, unless the test expects them.
"""

import re
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request


class Browsing:
    """Opens pages in contexts of their own and remembers what went wrong in them."""

    def __init__(self, browser: Browser, base_url: str) -> None:
        self.browser = browser
        self.base_url = base_url
        self.faults: list[str] = []
        self._expected: list[re.Pattern[str]] = []
        self._contexts: list[BrowserContext] = []

    def expect_fault(self, pattern: str) -> None:
        """Faults that match are part of the test."""
        self._expected.append(re.compile(pattern))

    def open(self, path: str | None = None, *, user: Any = None, **options: Any) -> Page:
        """A new page in a new context (its own cookies), signed in where a user is given."""
        context = self.browser.new_context(base_url=self.base_url, **options)
        context.set_default_timeout(15_000)
        self._contexts.append(context)
        if user is not None:
            sign_in(context, user, self.base_url)
        page = self.watch(context.new_page())
        if path is not None:
            page.goto(path)
        return page

    def watch(self, page: Page) -> Page:
        """Remember the faults of a page that was opened some other way."""
        page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))
        page.on("console", self._heard)
        page.on("request", self._requested)
        return page

    def unexpected(self) -> list[str]:
        """The faults that no test expected."""
        return [fault for fault in self.faults if not any(pattern.search(fault) for pattern in self._expected)]

    def close(self) -> None:
        """Close every context."""
        for context in self._contexts:
            context.close()

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.faults.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _requested(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https", "ws", "wss"} and address.netloc != urlsplit(self.base_url).netloc:
            self.faults.append(f"request to another site: {request.url}")


def sign_in(context: BrowserContext, user: Any, base_url: str) -> None:
    """Give a browser context the session of a user."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    assert session.session_key is not None
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": base_url}])
