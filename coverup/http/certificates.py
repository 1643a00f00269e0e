"""Whose certificates are trusted; the standards of urllib3 hold for the rest of TLS."""

from pathlib import Path
from typing import Any, Final

from coverup.errors import ConfigError

CHECK_BUNDLE: Final = "check --ca-bundle, REQUESTS_CA_BUNDLE and SSL_CERT_FILE"


def trusted(ca_bundle: str | None) -> dict[str, Any]:
    """Return which certificates to trust, as keywords for a manager of urllib3.

    Args:
        ca_bundle: A file or a folder of them, instead of Mozilla's list.

    Raises:
        ConfigError: It is not there.
    """
    if not ca_bundle:
        import certifi

        ca_bundle = certifi.where()
    path = Path(ca_bundle)
    if not path.exists():
        raise ConfigError(
            f"{path}: the file of trusted certificates is not there", hint=CHECK_BUNDLE
        )
    import ssl

    kind = "ca_cert_dir" if path.is_dir() else "ca_certs"
    return {"cert_reqs": ssl.CERT_REQUIRED, kind: ca_bundle}
