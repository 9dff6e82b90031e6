"""One's own account: settings, and joining by invitation."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def profile(request: HttpRequest) -> HttpResponse:
    """Show and change one's own settings."""
    return render(request, "account/profile.html")


def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Create an account from the link of an invitation."""
    return render(request, "account/invitation.html", {"token": token})
