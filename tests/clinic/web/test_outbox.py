"""The demo's outbox shows every letter, to the person at the machine alone."""

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.test import Client

from clinic.web.views.outbox import read_letters

ADDRESS = "/outbox/"
LINK = "https://repwise.example/accounts/password/reset/key/abc/"


@pytest.fixture
def folder(tmp_path: Path, settings: LazySettings) -> Path:
    settings.EMAIL_FILE_PATH = str(tmp_path)
    settings.DEMO = True
    return tmp_path


def post(folder: Path, subject: str, text: str) -> None:
    backend = "django.core.mail.backends.filebased.EmailBackend"
    with get_connection(backend, file_path=str(folder)) as connection:
        letter = EmailMultiAlternatives(
            subject, text, to=["maria@repwise.example"], connection=connection
        )
        letter.attach_alternative("<p>HTML</p>", "text/html")
        letter.send()


def test_letters_are_read_as_their_receiver_would(folder: Path) -> None:
    post(folder, "Neues Paßwort", f"Grüße\n\n{LINK}")
    post(folder, "An invitation", "Welcome")

    letters = read_letters(folder)

    assert {letter.subject for letter in letters} == {"Neues Paßwort", "An invitation"}
    grusse = next(each for each in letters if each.subject == "Neues Paßwort")
    assert grusse.text == f"Grüße\n\n{LINK}"
    assert grusse.to == "maria@repwise.example"


def test_a_letter_still_being_written_is_left_out(folder: Path) -> None:
    (folder / "now.log").write_bytes(b"Subject: half")

    assert read_letters(folder) == []


@pytest.mark.django_db
def test_the_page_shows_the_link_to_click(folder: Path, client: Client) -> None:
    post(folder, "A new password", LINK)

    page = client.get(ADDRESS).content.decode()

    assert f'href="{LINK}"' in page


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["192.0.2.9", "10.0.0.4", ""])
def test_nobody_else_on_the_network_reads_it(
    folder: Path, client: Client, address: str
) -> None:
    assert client.get(ADDRESS, REMOTE_ADDR=address).status_code == 404
    assert client.get(ADDRESS, REMOTE_ADDR="::1").status_code == 200


@pytest.mark.django_db
def test_outside_the_demo_there_is_no_outbox(
    folder: Path, client: Client, settings: LazySettings
) -> None:
    settings.DEMO = False

    assert client.get(ADDRESS).status_code == 404
