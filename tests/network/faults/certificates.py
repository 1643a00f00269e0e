"""Certificates that sign themselves: good ones, and bad ones of each kind."""

import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.needs import needs

NAME: Final = "coveralls.invalid"
"""A name that no server has: only a proxy can be asked for it."""


@dataclass(frozen=True)
class Certificate:
    """A certificate and its key."""

    file: Path
    key: Path

    def speaking(self) -> ssl.SSLContext:
        """Return what a server with this certificate needs."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.file, self.key)
        return context


@dataclass(frozen=True)
class Certificates:
    """One for this machine and `NAME`, one for another name, one that has run out."""

    good: Certificate
    misnamed: Certificate
    expired: Certificate


def make(folder: Path) -> Certificates:
    """Make all of them in a folder."""
    return Certificates(
        good=_certificate(folder, "good", f"IP:127.0.0.1,IP:::1,DNS:{NAME}"),
        misnamed=_certificate(folder, "misnamed", "DNS:other.invalid"),
        expired=_certificate(folder, "expired", "IP:127.0.0.1", days=-1),
    )


def _certificate(folder: Path, name: str, names: str, *, days: int = 1) -> Certificate:
    openssl = needs("openssl")
    file, key, wish = (folder / f"{name}.{end}" for end in ("pem", "key", "csr"))
    extension = folder / f"{name}.ext"
    extension.write_text(f"subjectAltName={names}\nbasicConstraints=critical,CA:TRUE\n")
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
    asking: list[str | Path] = [
        "req",
        *curve,
        "-nodes",
        "-subj",
        f"/CN={name}",
        "-keyout",
        key,
        "-out",
        wish,
    ]
    # In two steps, since `req -x509` takes no negative days.
    signing: list[str | Path] = ["x509", "-req", "-in", wish, "-signkey", key, "-days", str(days)]
    for command in (asking, [*signing, "-extfile", extension, "-out", file]):
        subprocess.run([openssl, *command], check=True, capture_output=True)
    return Certificate(file, key)
