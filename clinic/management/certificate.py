"""A self-signed certificate for trying Repwise from a phone on the local network.

Browsers let a page use the camera in a secure context only, so the demo must speak
HTTPS to anything but the machine itself.
"""

import datetime as dt
import ipaddress
import socket
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

# Safari refuses a certificate that is valid for longer than 825 days; a demo needs
# far less (Apple, "Requirements for trusted certificates in iOS 13").
VALID_DAYS = 90
RENEW_BEFORE = dt.timedelta(days=7)


@dataclass(frozen=True)
class Certificate:
    """Where the certificate and its key lie."""

    certificate: Path
    key: Path


def local_address() -> str:
    """Return this machine's address on the local network, else the loopback one.

    Connecting a UDP socket sends nothing; it makes the system choose the interface.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # reserved for documentation, RFC 5737
            return str(probe.getsockname()[0])
        except OSError:  # no network at all
            return "127.0.0.1"


def ensure(folder: Path, address: str, now: dt.datetime) -> Certificate:
    """Return a certificate for `address`, made anew when it is missing or stale."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    kept = Certificate(folder / "certificate.pem", folder / "key.pem")
    if not (kept.key.exists() and _serves(kept.certificate, address, now)):
        _write(kept, address, now)
    return kept


def _serves(path: Path, address: str, now: dt.datetime) -> bool:
    try:
        found = x509.load_pem_x509_certificate(path.read_bytes())
        names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    except (OSError, ValueError, x509.ExtensionNotFound):
        return False
    addresses = names.value.get_values_for_type(x509.IPAddress)
    return (
        ipaddress.ip_address(address) in addresses
        and found.not_valid_after_utc > now + RENEW_BEFORE
    )


def _write(kept: Certificate, address: str, now: dt.datetime) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Repwise demo")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))  # a phone's clock may be behind
        .not_valid_after(now + dt.timedelta(days=VALID_DAYS))
        .add_extension(_names(address), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    kept.key.touch(mode=0o600)
    kept.key.write_bytes(_pem(key))
    kept.certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))


def _names(address: str) -> x509.SubjectAlternativeName:
    addresses = sorted({address, "127.0.0.1"})
    return x509.SubjectAlternativeName(
        [
            x509.DNSName("localhost"),
            *(x509.IPAddress(ipaddress.ip_address(each)) for each in addresses),
        ]
    )


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
