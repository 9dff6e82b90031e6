"""Logs name objects by id and hold neither personal data nor secrets."""

import io
import json
import logging

import pytest
import structlog

from clinic.config import logs


@pytest.fixture
def lines():
    """What is written while a test runs, as structured lines."""
    stream = io.StringIO()
    configuration = logs.configuration(level="INFO", readable=False)
    configuration["handlers"]["console"]["stream"] = stream
    logs.configure(configuration)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logs.configure(logs.configuration(level="INFO", readable=False))


def test_personal_fields_are_blanked(lines):
    structlog.get_logger("test").info("saved", email="jane@example.org", count=3)
    [line] = lines()
    assert (line["email"], line["count"]) == (logs.BLANK, 3)


def test_lines_of_other_libraries_are_structured_too(lines):
    logging.getLogger("library").warning("analysis %s waits", "4f1c")
    [line] = lines()
    assert (line["event"], line["level"]) == ("analysis 4f1c waits", "warning")


@pytest.mark.parametrize(
    "address",
    [
        "/invitation/s3cret/",
        "/accounts/password/reset/key/1-s3cret/",
        "/accounts/confirm-email/s3cret/",
    ],
)
def test_addresses_that_are_secrets_are_blanked(lines, address):
    structlog.get_logger("test").info("request_started", request=f"GET {address}")
    logging.getLogger("library").info("GET %s", address)
    for line in lines():
        assert "s3cret" not in json.dumps(line)


def test_a_traceback_holds_no_local_variables(lines):
    name = "Jane Doe"
    try:
        raise ValueError("broken")
    except ValueError:
        logging.getLogger("library").exception("failed")
    [line] = lines()
    assert "ValueError: broken" in line["exception"]
    assert name not in line["exception"].replace('name = "Jane Doe"', "")
