"""Invite people, let them in, and open service accounts for programs.

Signing in, changing and resetting passwords are allauth's.
"""

import hashlib
import secrets
import uuid
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from knox.models import AuthToken

from clinic import access
from clinic.models import Clinic, Invitation, User
from clinic.services import audit, care, profiles
from clinic.services.errors import Refused
from clinic.services.profiles import Profile

INVITATION_LASTS: Final = timedelta(days=7)


class AlreadyMember(Refused):
    """The address already has an account."""

    code = "already_member"


class InvitationNotValid(Refused):
    """The link was used, has expired, or was never given out."""

    code = "invitation_not_valid"


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation, and the token that only its mail carries."""

    invitation: Invitation
    token: str


@transaction.atomic
def invite(
    *,
    by: User,
    email: str,
    full_name: str,
    role: str,
    now: datetime,
    therapist: User | None = None,
) -> Invited:
    """Ask someone by mail to join the clinic of `by`.

    Asking again sends a new link; the old one stops working. A therapist who invites
    a patient becomes the therapist in charge.

    Raises:
        Denied: `by` may not invite for this role, or `therapist` is of another clinic.
        AlreadyMember: the address has an account.
    """
    clinic = _clinic_of(by)
    access.require(access.can_invite(by, clinic, role))
    therapist = _therapist_in_charge(by, role, therapist)
    email = email.strip().lower()
    if User.objects.filter(email=email).exists():
        raise AlreadyMember(_("This address already has an account."))
    token = secrets.token_urlsafe(32)
    invitation, _created = Invitation.objects.update_or_create(
        clinic=clinic,
        email=email,
        accepted_at=None,
        defaults={
            "full_name": full_name.strip(),
            "role": role,
            "invited_by": by,
            "therapist": therapist,
            "token_hash": _hash(token),
            "invited_at": now,
            "expires_at": now + INVITATION_LASTS,
        },
    )
    audit.record(action="account.invited", about=invitation, by=by, now=now, role=role)
    transaction.on_commit(partial(_send_invitation, invitation, token))
    return Invited(invitation, token)


def open_invitation(*, token: str, now: datetime) -> Invitation:
    """Return the invitation that `token` opens.

    Raises:
        InvitationNotValid: it was used, has expired, or does not exist.
    """
    invitation = (
        Invitation.objects.select_related("clinic", "therapist")
        .filter(token_hash=_hash(token), accepted_at__isnull=True, expires_at__gt=now)
        .first()
    )
    if invitation is None:
        raise InvitationNotValid(
            _("This link is no longer valid. Ask your clinic for a new one.")
        )
    return invitation


def suggested_profile(invitation: Invitation) -> Profile:
    """Return what the clinic knows of the person it invites."""
    clinic = invitation.clinic
    return Profile(invitation.full_name, clinic.language, clinic.time_zone)


@transaction.atomic
def accept_invitation(
    *, token: str, password: str, now: datetime, profile: Profile | None = None
) -> User:
    """Open the account that `token` invites to.

    Without a `profile` the name is the one the clinic wrote, and language and time
    zone are the clinic's.

    Raises:
        InvitationNotValid: the link was used or has expired.
        AlreadyMember: the address got an account in the meantime.
        ProfileNotValid: a setting of the profile has a value that there is not.
        ValidationError: the password is too weak.
    """
    invitation = open_invitation(token=token, now=now)
    if User.objects.filter(email=invitation.email).exists():
        raise AlreadyMember(_("This address already has an account. Sign in instead."))
    _use_up(invitation, now)
    profile = profile or suggested_profile(invitation)
    profiles.check(profile)
    user = User(
        email=invitation.email,
        role=invitation.role,
        clinic=invitation.clinic,
        **asdict(profile),
    )
    validate_password(password, user)
    user.set_password(password)
    user.save()
    # The link came by mail, so the address is theirs.
    EmailAddress.objects.create(
        user=user, email=user.email, verified=True, primary=True
    )
    if invitation.therapist is not None:
        care.begin(
            therapist=invitation.therapist,
            patient=user,
            by=invitation.invited_by,
            now=now,
        )
    audit.record(action="account.opened", about=user, by=user, now=now)
    return user


@transaction.atomic
def open_service_account(*, by: User, name: str, now: datetime) -> tuple[User, str]:
    """Open an account for a program of the clinic; return it with its token.

    The token is shown once and kept as a hash only.
    """
    clinic = _clinic_of(by)
    access.require(access.can_manage_clinic(by, clinic))
    account = User.objects.create_user(
        email=f"{uuid.uuid4()}@service.invalid",  # no mail goes there (RFC 2606)
        full_name=name.strip(),
        role=User.Role.SERVICE,
        clinic=clinic,
    )
    _key, token = AuthToken.objects.create(account)
    audit.record(action="account.service_opened", about=account, by=by, now=now)
    return account, str(token)


@transaction.atomic
def close_service_account(*, by: User, account: User, now: datetime) -> None:
    """Close a program's account; its tokens stop working at once."""
    access.require(
        access.can_manage_clinic(by, _clinic_of(account))
        and account.role == User.Role.SERVICE
    )
    AuthToken.objects.filter(user=account).delete()
    account.is_active = False
    account.save(update_fields=["is_active"])
    audit.record(action="account.service_closed", about=account, by=by, now=now)


@transaction.atomic
def change_access(*, by: User, person: User, is_active: bool, now: datetime) -> None:
    """Close the account of `person`, or open it again; what is theirs stays.

    A closed account is signed out at once: no session of it is taken any more.

    Raises:
        Denied: `by` does not run the clinic of `person`, or is that person.
    """
    access.require(access.can_manage_clinic(by, _clinic_of(person)))
    access.require(person.pk != by.pk and person.role != User.Role.SERVICE)
    rows = User.objects.filter(pk=person.pk).exclude(is_active=is_active)
    if rows.update(is_active=is_active):
        action = "account.reopened" if is_active else "account.closed"
        audit.record(action=action, about=person, by=by, now=now)


@transaction.atomic
def withdraw_invitation(*, by: User, invitation: Invitation, now: datetime) -> None:
    """Take `invitation` back: its link opens nothing any more; twice is once.

    Raises:
        Denied: `by` does not run its clinic.
    """
    access.require(access.can_manage_clinic(by, invitation.clinic))
    open_ones = Invitation.objects.filter(pk=invitation.pk, accepted_at__isnull=True)
    if open_ones.filter(expires_at__gt=now).update(expires_at=now):
        audit.record(action="invitation.withdrawn", about=invitation, by=by, now=now)


def _clinic_of(user: User) -> Clinic:
    access.require(user.clinic is not None)
    assert user.clinic is not None  # noqa: S101  for mypy; required above
    return user.clinic


def _therapist_in_charge(by: User, role: str, therapist: User | None) -> User | None:
    if role != User.Role.PATIENT:
        return None
    if by.is_therapist:
        return by
    if therapist is not None:
        access.require(therapist.is_therapist and therapist.clinic_id == by.clinic_id)
    return therapist


def _use_up(invitation: Invitation, now: datetime) -> None:
    used = Invitation.objects.filter(pk=invitation.pk, accepted_at__isnull=True).update(
        accepted_at=now
    )
    if not used:
        raise InvitationNotValid(_("This link has just been used."))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _send_invitation(invitation: Invitation, token: str) -> None:
    link = settings.PUBLIC_URL.rstrip("/") + reverse("account_invitation", args=[token])
    context = {"invitation": invitation, "link": link}
    with translation.override(invitation.clinic.language):
        subject = render_to_string("emails/invitation_subject.txt", context)
        text = render_to_string("emails/invitation_message.txt", context)
        html = render_to_string("emails/invitation_message.html", context)
    send_mail(
        " ".join(subject.split()), text, None, [invitation.email], html_message=html
    )
