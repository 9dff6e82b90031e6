"""The demo's certificate names the machine's address and is renewed in time."""

import datetime as dt
import ipaddress
import ssl
import stat
from pathlib import Path

from cryptography import x509

from clinic.management import certificate

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


def read(made: certificate.Certificate) -> x509.Certificate:
    return x509.load_pem_x509_certificate(made.certificate.read_bytes())


def test_it_names_the_local_address_and_this_machine(tmp_path: Path) -> None:
    made = read(certificate.ensure(tmp_path / "https", "192.0.2.7", NOW))

    names = made.extensions.get_extension_for_class(x509.SubjectAlternativeName).value

    assert names.get_values_for_type(x509.DNSName) == ["localhost"]
    assert set(names.get_values_for_type(x509.IPAddress)) == {
        ipaddress.ip_address("192.0.2.7"),
        ipaddress.ip_address("127.0.0.1"),
    }


def test_a_server_can_use_it_and_only_the_owner_reads_the_key(tmp_path: Path) -> None:
    made = certificate.ensure(tmp_path, "127.0.0.1", NOW)

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made.certificate, made.key)

    assert stat.S_IMODE(made.key.stat().st_mode) == 0o600


def test_a_good_one_is_kept(tmp_path: Path) -> None:
    first = read(certificate.ensure(tmp_path, "192.0.2.7", NOW))

    again = read(certificate.ensure(tmp_path, "192.0.2.7", NOW + dt.timedelta(days=1)))

    assert again.serial_number == first.serial_number


def test_another_address_or_a_late_date_makes_a_new_one(tmp_path: Path) -> None:
    first = read(certificate.ensure(tmp_path, "192.0.2.7", NOW))
    moved = read(certificate.ensure(tmp_path, "192.0.2.8", NOW))
    late = NOW + dt.timedelta(days=certificate.VALID_DAYS)
    renewed = read(certificate.ensure(tmp_path, "192.0.2.8", late))

    assert len({each.serial_number for each in (first, moved, renewed)}) == 3


def test_a_broken_file_is_replaced(tmp_path: Path) -> None:
    made = certificate.ensure(tmp_path, "192.0.2.7", NOW)
    made.certificate.write_text("not a certificate")

    assert read(certificate.ensure(tmp_path, "192.0.2.7", NOW))


def test_the_local_address_is_an_address() -> None:
    assert ipaddress.ip_address(certificate.local_address())
