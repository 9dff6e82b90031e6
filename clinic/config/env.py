"""Read settings from the environment, and secrets from variables or files."""

import hashlib
import os
import secrets
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

import environ

PROJECT = Path(__file__).resolve().parents[2]

environment = environ.Env()


class Misconfigured(Exception):
    """A setting of this installation is wrong; the message says which and how."""


def secret(name: str, default: str = "") -> str:
    """Return the value of `name`, or the content of the file that `name`_FILE names.

    Container platforms hand secrets over as files; a variable wins over a file.
    """
    if value := os.environ.get(name):
        return value
    if not (path := os.environ.get(f"{name}_FILE")):
        return default
    try:
        return Path(path).read_text().strip()
    except OSError as error:
        message = f"{name}_FILE names a file that cannot be read: {error.strerror}."
        raise Misconfigured(message) from error


def private_folder(path: Path) -> Path:
    """Create `path` where it is missing, readable by its owner only, and return it."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def kept_secret(path: Path) -> str:
    """Return the secret kept in `path`, made up on first use.

    Several processes start at once: the link decides whose secret is kept, and no
    one ever reads a half-written file.
    """
    if not path.exists():
        draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50))
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text()


def broker_socket(state: Path) -> Path:
    """Return where the embedded broker of `state` listens.

    A socket's path may have 107 bytes at most (unix(7)), which a deep checkout
    exceeds: so it lies in the run-time folder, named after user and state folder.
    """
    base = os.environ.get("XDG_RUNTIME_DIR", "")
    folder = Path(base) if base and Path(base).is_dir() else Path(tempfile.gettempdir())
    mark = hashlib.sha256(str(state.resolve()).encode()).hexdigest()[:12]
    return folder / f"repwise-{os.getuid()}-{mark}" / "v.sock"


def database(url: str, state: Path) -> dict[str, Any]:
    """Return Django's settings of the database at `url`, else of the embedded one."""
    if url:
        found: dict[str, Any] = environ.Env.db_url_config(url)
    else:
        found = {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(state / "db.sqlite3"),
        }
    if found["ENGINE"].endswith("sqlite3"):
        found.setdefault("OPTIONS", {}).update(_SQLITE_OPTIONS)
    else:
        found["CONN_HEALTH_CHECKS"] = True
        found["CONN_MAX_AGE"] = 60
    return found


# Deferred transactions fail at once when two processes read, then write; writers
# that take the lock first wait for their turn. WAL lets readers go on meanwhile.
_SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}


def media_storage(url: str, folder: Path) -> dict[str, Any]:
    """Return the storage of recordings: S3-compatible at `url`, else `folder`.

    The address is `s3://KEY:SECRET@HOST[:PORT]/BUCKET[?region=R&insecure=1]`;
    `s3:///BUCKET` takes Amazon's own host and the machine's credentials.
    """
    if not url:
        return _local_storage(folder)
    parts = urlsplit(url)
    if parts.scheme == "file":
        return _local_storage(private_folder(Path(parts.path)))
    if parts.scheme != "s3" or not parts.path.strip("/"):
        message = "MEDIA_STORAGE_URL must be s3://KEY:SECRET@HOST/BUCKET."
        raise Misconfigured(message)
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": _s3_options(parts)}


def _local_storage(folder: Path) -> dict[str, Any]:
    return {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": str(folder),
            "base_url": None,  # nothing is public: views check access, then serve
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    }


def _s3_options(parts: SplitResult) -> dict[str, Any]:
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    options: dict[str, Any] = {
        "bucket_name": parts.path.strip("/"),
        "default_acl": "private",
        "querystring_auth": True,
        "querystring_expire": 120,
        "file_overwrite": False,
        "signature_version": "s3v4",
        "region_name": query.get("region"),
    }
    if parts.hostname:
        scheme = "http" if query.get("insecure") else "https"
        port = f":{parts.port}" if parts.port else ""
        options["endpoint_url"] = f"{scheme}://{parts.hostname}{port}"
        options["addressing_style"] = "path"
    if parts.username:
        options["access_key"] = unquote(parts.username)
        options["secret_key"] = unquote(parts.password or "")
    return options


def push_vendors() -> list[str]:
    """Return the origins of the servers through which makers of browsers wake them.

    `*` stands for any name there. What clients may name is posted to: so it is a list.
    """
    known = [
        "https://fcm.googleapis.com",
        "https://updates.push.services.mozilla.com",
        "https://*.push.apple.com",
        "https://*.notify.windows.com",
    ]
    found: list[str] = environment.list("WEB_PUSH_VENDORS", default=known)
    return found
