"""What a phone needs to install the pages, and what works without a network."""

import json
import re
import struct
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from clinic.web.views import app
from tests.factories import PatientFactory


def settings_of(client):
    text = client.get(reverse("service_worker")).content.decode()
    return json.loads(re.search(r"= (\{.*\});", text).group(1))


def test_the_manifest_names_icons_of_the_sizes_it_says(client):
    response = client.get(reverse("manifest"))
    said = response.json()
    assert response["Content-Type"] == "application/manifest+json"
    assert said["start_url"] == reverse("patient:today")
    assert {icon["purpose"] for icon in said["icons"]} == {"any", "maskable"}
    for icon in said["icons"]:
        picture = Path(finders.find(icon["src"].removeprefix("/static/"))).read_bytes()
        width, height = struct.unpack(">II", picture[16:24])  # PNG's first chunk
        assert icon["sizes"] == f"{width}x{height}"


def test_the_worker_lies_at_the_root_and_is_never_stale(client):
    response = client.get("/service-worker.js")
    assert response["Content-Type"] == "text/javascript"
    assert response["Cache-Control"] == "no-cache"


def test_everything_the_worker_imports_and_keeps_is_there(client):
    text = client.get(reverse("service_worker")).content.decode()
    imported = re.findall(r'"(/static/[^"]+\.js)"', text)
    assert len(imported) >= 9
    for address in {*imported, *settings_of(client)["parts"]}:
        assert finders.find(address.removeprefix("/static/")), address


def test_a_worker_cannot_read_an_import_map_so_its_modules_name_none(client):
    text = client.get(reverse("service_worker")).content.decode()
    ours = re.findall(r'import .*"/static/(js/[^"]+\.js)"', text)
    assert len(ours) >= 8
    for address in ours:
        source = Path(finders.find(address)).read_text()
        assert not re.search(r'^import .*"repwise/', source, re.MULTILINE), address


def test_a_changed_part_is_a_new_version(client, monkeypatch, tmp_path):
    before = settings_of(client)["version"]
    changed = tmp_path / "changed.css"
    changed.write_text("body { color: red; }")
    find = finders.find
    monkeypatch.setattr(
        app.finders,
        "find",
        lambda path: str(changed) if path == "css/base.css" else find(path),
    )
    app._version.cache_clear()
    try:
        assert settings_of(client)["version"] != before
    finally:
        app._version.cache_clear()


@pytest.mark.django_db
def test_the_page_kept_on_the_phone_says_nothing_of_a_person(client):
    patient = PatientFactory(full_name="Maria Lindgren")
    client.force_login(patient)
    text = client.get(reverse("offline")).content.decode()
    assert "You are offline" in text
    assert "Maria" not in text
    assert str(patient.public_id) not in text
    assert patient.email not in text


@pytest.mark.django_db
def test_patients_pages_can_be_installed(client):
    client.force_login(PatientFactory())
    text = client.get(reverse("patient:today")).content.decode()
    assert f'rel="manifest" href="{reverse("manifest")}"' in text


def test_another_language_is_another_page_without_a_network(client):
    english = settings_of(client)["version"]
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "de"

    assert settings_of(client)["version"] != english
