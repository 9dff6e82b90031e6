"""People and programs that sign in, and invitations to do so."""

import uuid
from typing import Any, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from clinic.models.clinic import Clinic


class UserQuerySet(models.QuerySet["User"]):
    """Chainable questions about people."""

    def patients(self) -> Self:
        """Keep the patients."""
        return self.filter(role=User.Role.PATIENT)

    def therapists(self) -> Self:
        """Keep the therapists."""
        return self.filter(role=User.Role.THERAPIST)

    def in_care_of(self, therapist: "User") -> Self:
        """Keep the patients whom `therapist` treats now, in the same clinic."""
        return self.filter(
            pk__in=therapist.care_given.filter(ended_at__isnull=True).values("patient"),
            role=User.Role.PATIENT,
            clinic_id=therapist.clinic_id,
        )

    def visible_to(self, user: "User") -> Self:
        """Keep the people whom `user` may know of."""
        if not user.is_active or user.clinic_id is None:
            return self.none()
        match user.role:
            case User.Role.CLINIC_ADMIN:
                return self.filter(clinic_id=user.clinic_id)
            case User.Role.THERAPIST:
                return self.in_care_of(user) | self.filter(pk=user.pk)
            case User.Role.SERVICE:
                return self.filter(
                    clinic_id=user.clinic_id, role=User.Role.PATIENT
                ) | self.filter(pk=user.pk)
            case _:
                return self.filter(pk=user.pk)


class UserManager(BaseUserManager["User"].from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Create users by email address."""

    def create_user(
        self, email: str, password: str | None = None, **fields: Any
    ) -> "User":
        """Create a user; without a password nobody can sign in as them."""
        user: User = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(
        self, email: str, password: str | None = None, **fields: Any
    ) -> "User":
        """Create an operator of the installation, who belongs to no clinic."""
        fields = {"role": User.Role.CLINIC_ADMIN, "full_name": "Operator", **fields}
        fields |= {"is_staff": True, "is_superuser": True}
        return self.create_user(email, password, **fields)

    def get_by_natural_key(self, email: str | None) -> "User":
        """Find a user by address, whatever its capitals."""
        found: User = self.get(email=(email or "").strip().lower())
        return found


class User(AbstractBaseUser, PermissionsMixin):
    """A person of one clinic, or a program that acts for it (role `service`)."""

    class Role(models.TextChoices):
        """What someone is in a clinic."""

        PATIENT = "patient", _("Patient")
        THERAPIST = "therapist", _("Therapist")
        CLINIC_ADMIN = "clinic_admin", _("Clinic admin")
        SERVICE = "service", _("Service account")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(max_length=254, unique=True)
    full_name = models.CharField(max_length=200)
    role = models.CharField(max_length=20, choices=Role)
    clinic = models.ForeignKey(
        Clinic, null=True, blank=True, on_delete=models.PROTECT, related_name="users"
    )
    time_zone = models.CharField(max_length=64, default="UTC")
    language = models.CharField(max_length=10, default="en")
    large_text = models.BooleanField(default=False)
    result_mails = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="user_email_lower_case"
            ),
            models.CheckConstraint(
                condition=models.Q(clinic__isnull=False) | models.Q(is_superuser=True),
                name="user_has_clinic",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    role__in=["patient", "therapist", "clinic_admin", "service"]
                ),
                name="user_role_known",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Bind sessions to the role as well as the password: both end them.

        What Django's public methods call, so that keys that were replaced count, too.
        """
        of_password: str = super()._get_session_auth_hash(secret=secret)  # type: ignore[misc]
        salt = "clinic.models.user.role"
        bound = salted_hmac(salt, of_password + self.role, secret, algorithm="sha256")
        return bound.hexdigest()

    @property
    def is_patient(self) -> bool:
        """Whether the user is a patient."""
        return self.role == self.Role.PATIENT

    @property
    def is_therapist(self) -> bool:
        """Whether the user is a therapist."""
        return self.role == self.Role.THERAPIST

    @property
    def is_clinic_admin(self) -> bool:
        """Whether the user runs a clinic's accounts."""
        return self.role == self.Role.CLINIC_ADMIN


class Invitation(models.Model):
    """A person asked to join a clinic. The link's token is kept as a hash only."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    clinic = models.ForeignKey(
        Clinic, on_delete=models.CASCADE, related_name="invitations"
    )
    email = models.EmailField(max_length=254)
    full_name = models.CharField(max_length=200)
    role = models.CharField(max_length=20, choices=User.Role)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    therapist = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")),
                name="invitation_email_lower_case",
            ),
            models.UniqueConstraint(
                fields=["clinic", "email"],
                condition=models.Q(accepted_at__isnull=True),
                name="one_open_invitation",
            ),
            models.CheckConstraint(
                condition=models.Q(role="patient") | models.Q(therapist__isnull=True),
                name="invitation_therapist_of_patient",
            ),
        ]

    def __str__(self) -> str:
        return f"invitation {self.public_id}"
