"""What a browser complained of, printed beside a test that failed."""

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response

LOUD = {"error", "warning"}


class Overheard:
    """Listens to contexts; `lines` is what to print when a test has failed."""

    def __init__(self) -> None:
        self._said: list[str] = []
        self._asked: dict[Request, str] = {}

    def listen(self, context: BrowserContext) -> BrowserContext:
        context.on("request", self._ask)
        context.on("requestfinished", lambda request: self._asked.pop(request, None))
        context.on("requestfailed", self._fail)
        context.on("response", self._answer)
        context.on("console", self._say)
        context.on("weberror", lambda met: self._said.append(f"thrown: {met.error}"))
        return context

    def lines(self) -> list[str]:
        waiting = [f"no answer yet: {asked}" for asked in self._asked.values()]
        return [*self._said, *waiting]

    def _ask(self, request: Request) -> None:
        self._asked[request] = f"{request.method} {request.url}"

    def _fail(self, request: Request) -> None:
        asked = self._asked.pop(request, request.url)
        self._said.append(f"failed: {asked}: {request.failure}")

    def _answer(self, response: Response) -> None:
        if response.status >= 400:
            self._said.append(f"{response.status}: {response.url}")

    def _say(self, message: ConsoleMessage) -> None:
        if message.type in LOUD:
            self._said.append(f"console: {message.text}")
