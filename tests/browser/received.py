"""What a page was sent: the test of what somebody may not see looks at all of it, not at what is painted."""

from typing import Any

from playwright.sync_api import Page, Response

from tests.processes import eventually


class Received:
    """Everything that the server sends to one page: bodies of answers and messages of the live feed."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.messages: list[str] = []
        self._answers: list[Response] = []
        page.on("response", lambda answer: self._answers.append(answer))
        session = page.context.new_cdp_session(page)
        session.on("Network.eventSourceMessageReceived", self._heard)
        session.send("Network.enable")

    def _heard(self, message: dict[str, Any]) -> None:
        self.messages.append(f"{message['eventName']}: {message['data']}")

    def addresses(self) -> list[str]:
        return [answer.url for answer in self._answers]

    def everything(self) -> str:
        """All of it as one text. The body of the live feed never ends; its messages are heard one by one."""
        whole = [answer for answer in self._answers if not answer.url.partition("?")[0].endswith("/stream")]
        bodies = [answer.text() for answer in whole if answer.status != 204]  # which has no body to ask for
        return "\n".join([*bodies, *self.messages])

    def has_heard(self, words: str) -> None:
        """Wait for a message of the live feed."""

        def heard() -> bool:
            self.page.wait_for_timeout(20)  # lets the browser's messages in
            return any(words in message for message in self.messages)

        eventually(heard, what=f"a message with {words}")
