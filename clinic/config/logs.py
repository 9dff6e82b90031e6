"""Structured logs without patients' data.

A line names objects by id. Fields that could carry personal data are blanked
wherever a caller passes them, so a slip in one place does not reach the disk.
"""

import logging.config
import re
from collections.abc import Iterable
from typing import Any, Final

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

# Names of fields that are personal, or secret. A test holds that every personal
# field of the models is in here.
BLANKED: Final = frozenset(
    {
        "authorization", "blurred", "clinical", "comment", "cookie", "curves", "email",
        "endpoint",
        "expected", "file", "full_name", "ip", "last_login", "message", "name", "note",
        "original", "password", "playback", "poses", "reason", "search", "sha256",
        "text", "phase_title", "still", "thumbnail", "title", "to", "token",
        "token_hash", "user_agent",
    }
)  # fmt: skip
BLANK: Final = "[not logged]"
# Whoever reads such an address can use it: the last part is a secret.
SECRET_ADDRESS: Final = re.compile(
    r"(/invitation/|/password/reset/key/|/confirm-email/)[^/ ]+"
)


def blank_personal(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Replace the values of personal fields of `event`, and secret addresses."""
    for name in BLANKED.intersection(event):
        event[name] = BLANK
    for name, value in event.items():
        if isinstance(value, str):
            event[name] = SECRET_ADDRESS.sub(rf"\1{BLANK}", value)
    return event


def _shared() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.PositionalArgumentsFormatter(),
        blank_personal,
    ]


def _final(*, readable: bool) -> Iterable[Processor]:
    yield structlog.stdlib.ProcessorFormatter.remove_processors_meta
    # Tracebacks without local variables: those hold what people wrote.
    yield structlog.processors.format_exc_info
    if readable:
        yield structlog.dev.ConsoleRenderer(colors=False)
    else:
        yield structlog.processors.JSONRenderer()


def configuration(*, level: str, readable: bool) -> dict[str, Any]:
    """Return the logging configuration: one line an event, on standard error."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "structured": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": _shared(),
                "processors": list(_final(readable=readable)),
            }
        },
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "structured"}
        },
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            # Django's own lines repeat what the request middleware already says.
            "django.server": {"level": "ERROR"},
            "django.request": {"level": "ERROR"},
        },
    }


def configure(configuration: dict[str, Any]) -> None:
    """Apply `configuration` to the standard library's logging and to structlog."""
    logging.config.dictConfig(configuration)
    structlog.configure(
        processors=[
            *_shared(),
            structlog.processors.StackInfoRenderer(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
