import subprocess
import sys
from pathlib import Path

import pytest

from coverup.errors import ConfigError
from coverup.sandbox import Sandbox

ROOT = Path(__file__).parents[3]


def python(code: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_importing_the_sandbox_does_not_import_flask() -> None:
    done = python("import sys, coverup.sandbox; print('flask' in sys.modules)")
    assert (done.stdout.strip(), done.stderr) == ("False", "")


def test_without_flask_the_error_says_what_to_install() -> None:
    done = python(
        "import sys; sys.modules['flask'] = None\n"
        "from coverup.errors import ConfigError; from coverup.sandbox import Sandbox\n"
        "try: Sandbox()\n"
        "except ConfigError as error: print(error, '|', error.hint)"
    )
    assert done.stdout.strip() == "the sandbox needs Flask | pip install 'coverup-cli[sandbox]'"


def test_a_port_in_use_is_a_configuration_error() -> None:
    with Sandbox() as sandbox:
        port = int(sandbox.url.rpartition(":")[2])
        with pytest.raises(ConfigError, match=f"port {port} cannot be used") as refused:
            Sandbox(port=port)
    assert refused.value.hint


def test_what_is_no_port_is_a_configuration_error() -> None:
    with pytest.raises(ConfigError, match="port 70000 cannot be used"):
        Sandbox(port=70000)


def test_a_store_that_cannot_be_used_is_a_configuration_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be used as a store"):
        Sandbox(store=tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends Ctrl+C to a whole console")
def test_serve_forever_ends_when_the_user_interrupts() -> None:
    code = (
        "import signal, threading, urllib.request, os\n"
        "from coverup.sandbox import Sandbox\n"
        "sandbox = Sandbox()\n"
        "def client():\n"
        "    print(urllib.request.urlopen(sandbox.url).status)\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "threading.Thread(target=client).start()\n"
        "sandbox.serve_forever()\n"
        "print('ended')\n"
    )
    done = python(code)
    assert (done.stdout.split(), done.stderr) == (["200", "ended"], "")
