"""A real browser that a test looks at pages with, and types into.

It is driven by Chrome's DevTools Protocol over a pipe, which needs no port and no library.
https://chromedevtools.github.io/devtools-protocol/
"""

import json
import os
import select
import subprocess
import sys
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from tests.needs import needs

FLAGS: Final = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
)
START: Final = """\
import fcntl, os, sys
reading, writing, *command = sys.argv[1:]
reading, writing = (fcntl.fcntl(int(each), fcntl.F_DUPFD, 10) for each in (reading, writing))
os.dup2(reading, 3)
os.dup2(writing, 4)
os.execv(command[0], command)
"""
"""The browser takes commands from descriptor 3 and answers on 4; the pipes may be these already."""
PATIENCE: Final = 60
KEYS: Final = {"Tab": 9, "Enter": 13, "Escape": 27, "Space": 32}
"""Keys that have a name, with their codes."""


class Page:
    """A tab of the browser.

    Attributes:
        problems: What the console complained of.
        requests: The addresses that were asked for.
    """

    def __init__(self, browser: "Chromium", target: str) -> None:
        self.problems: list[str] = []
        self.requests: list[str] = []
        self._loaded = False
        self._browser = browser
        attached = browser.call("Target.attachToTarget", targetId=target, flatten=True)
        self.session = attached["sessionId"]
        browser.pages[self.session] = self
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")
        self.call("Emulation.setFocusEmulationEnabled", enabled=True)

    def call(self, method: str, **parameters: Any) -> Any:
        """Send a command and return its result."""
        return self._browser.call(method, self.session, **parameters)

    def visit(self, address: str) -> None:
        """Open an address and wait until it is loaded."""
        for each in ("about:blank", address):
            self._loaded = False
            self.call("Page.navigate", url=each)
            self._wait()

    def run(self, script: str) -> Any:
        """Return the value of a JavaScript expression."""
        answer = self.call(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def press(self, *keys: str) -> None:
        """Press keys one after the other, as a person does, until the page has settled."""
        for key in keys:
            self._strike(key)
        self.run("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")

    def leave(self, key: str) -> None:
        """Press a key that leads to another page, and wait until that is loaded."""
        self._loaded = False
        self._strike(key)
        self._wait()

    def size(self, width: int, height: int = 900) -> None:
        """Set the size of the window."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )

    def media(self, *, kind: str = "", scheme: str = "light") -> None:
        """Set the medium (`print`) and the colours that the user likes."""
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.call("Emulation.setEmulatedMedia", media=kind, features=features)

    def shot(self) -> bytes:
        """Return a picture of the window as a PNG."""
        return b64decode(self.call("Page.captureScreenshot", format="png")["data"])

    def _strike(self, key: str) -> None:
        code = KEYS.get(key, ord(key.upper()) if len(key) == 1 else 0)
        text = {"Enter": "\r", "Space": " "}.get(key, key if len(key) == 1 else "")
        pressed = {"key": " " if key == "Space" else key, "windowsVirtualKeyCode": code}
        self.call("Input.dispatchKeyEvent", type="keyDown", text=text, **pressed)
        self.call("Input.dispatchKeyEvent", type="keyUp", **pressed)

    def _wait(self) -> None:
        while not self._loaded:
            self._browser.listen()

    def hear(self, method: str, said: dict[str, Any]) -> None:
        """Note what the browser says of this page."""
        if method == "Page.loadEventFired":
            self._loaded = True
        elif method == "Network.requestWillBeSent":
            self.requests.append(said["request"]["url"])
        elif method == "Runtime.exceptionThrown":
            self.problems.append(json.dumps(said["exceptionDetails"]))
        elif method == "Log.entryAdded":
            self.problems.append(said["entry"]["text"])
        elif method in {"Runtime.consoleAPICalled", "Page.javascriptDialogOpening"}:
            self.problems.append(json.dumps(said))


class Chromium:
    """The browser's process."""

    def __init__(self, profile: Path) -> None:
        browser = needs("chromium", "chromium-browser", "google-chrome", "chrome")
        theirs, self._write = os.pipe()
        self._read, answers = os.pipe()
        command = [
            browser,
            *FLAGS,
            "--remote-debugging-pipe",
            f"--user-data-dir={profile}",
            "about:blank",
        ]
        self._process = subprocess.Popen(
            [sys.executable, "-c", START, str(theirs), str(answers), *command],
            pass_fds=(theirs, answers),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(theirs)
        os.close(answers)
        self.pages: dict[str, Page] = {}
        self._results: dict[int, dict[str, Any]] = {}
        self._last = 0
        self._rest = b""

    def page(self) -> Page:
        """Open a new tab."""
        return Page(self, self.call("Target.createTarget", url="about:blank")["targetId"])

    def call(self, method: str, session: str | None = None, **parameters: Any) -> Any:
        """Send a command and return its result."""
        self._last += 1
        message = {"id": self._last, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while self._last not in self._results:
            self.listen()
        answer = self._results.pop(self._last)
        assert "error" not in answer, f"{method}: {answer['error']}"
        return answer["result"]

    def listen(self) -> None:
        """Take the messages that have come, and wait for one if there is none."""
        ready, _, _ = select.select([self._read], [], [], PATIENCE)
        got = os.read(self._read, 1 << 20) if ready else b""
        assert got, "the browser does not answer"
        *messages, self._rest = (self._rest + got).split(b"\0")
        for message in map(json.loads, messages):
            if "id" in message:
                self._results[message["id"]] = message
            elif page := self.pages.get(message.get("sessionId", "")):
                page.hear(message["method"], message["params"])

    def close(self) -> None:
        """End the browser."""
        self.call("Browser.close")
        self._process.wait(PATIENCE)
        os.close(self._write)
        os.close(self._read)


@contextmanager
def chromium(profile: Path) -> Iterator[Chromium]:
    """Run a browser as long as the block lasts."""
    browser = Chromium(profile)
    try:
        yield browser
    finally:
        browser.close()
