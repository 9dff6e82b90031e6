"""Who calls: the service account of a clinic, by its token."""

from knox.auth import TokenAuthentication
from knox.models import AuthToken
from rest_framework.exceptions import AuthenticationFailed

from clinic.models import User


class BearerToken(TokenAuthentication):  # type: ignore[misc]
    """A revocable token, kept as a hash: `Authorization: Bearer <token>`."""

    def authenticate_credentials(self, token: bytes) -> tuple[User, AuthToken]:
        """Find whose token it is; refuse bytes that no token of ours has.

        Knox would decode them as UTF-8 and fail with a server error.
        """
        if not token.isascii():
            raise AuthenticationFailed
        found: tuple[User, AuthToken] = super().authenticate_credentials(token)
        return found
