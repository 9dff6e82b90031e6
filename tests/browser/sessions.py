"""People who are signed in already: a session is made, no form is filled in."""

import time

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore


def signed_in(user: object) -> str:
    """Sign `user` in just now, by password; return the key of the session."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    # As allauth writes it, and an hour on: pages about the second factor ask who came
    # longer ago than 5 minutes for the password again.
    records = [{"method": "password", "at": time.time() + 3600}]
    session["account_authentication_methods"] = records
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return session.session_key
