"""Every page there is, by who looks at it: what all checks of pages walk through.

An address has gaps for what the seed `full_clinic` names. A new page is put here, or
`tests/clinic/web/test_every_page.py` fails.
"""

from dataclasses import dataclass

PHONE = {"width": 390, "height": 844}
LAPTOP = {"width": 1280, "height": 800}
DESK = {"width": 1440, "height": 900}
TABLET = {"width": 1024, "height": 768}


@dataclass(frozen=True)
class Reader:
    """Somebody who looks at pages, on the screen that they mostly have."""

    screen: dict[str, int]
    addresses: tuple[str, ...]


READERS = {
    "patient": Reader(
        PHONE,
        (
            "/my/today/",
            "/my/consent/",
            "/my/exercises/{prescription_id}/",
            "/my/exercises/{prescription_id}/instead/",
            "/my/recordings/{done}/",
            "/my/recordings/{reviewed}/",
            "/my/recordings/{failed}/",
            "/my/recordings/{running}/",
            "/my/progress/",
            "/my/messages/",
            "/accounts/profile/",
            "/accounts/logout/",
            "/accounts/password/change/",
            "/accounts/2fa/",
            "/accounts/2fa/totp/activate/",
        ),
    ),
    "newcomer": Reader(
        PHONE,
        ("/my/today/", "/my/consent/", "/my/progress/", "/my/messages/"),
    ),
    "therapist": Reader(
        DESK,
        (
            "/therapist/",
            "/therapist/?show=all",
            "/therapist/?q=nobody",
            "/therapist/patients/",
            "/therapist/patients/?show=inactive&sort=name",
            "/therapist/patients/{patient_id}/",
            "/therapist/patients/{patient_id}/progress/",
            "/therapist/patients/{patient_id}/alerts/",
            "/therapist/patients/{patient_id}/plans/new/",
            "/therapist/plans/{plan_id}/edit/",
            "/therapist/plans/{plan_id}/history/",
            "/therapist/library/",
            "/therapist/library/new/",
            "/therapist/library/own/{own_running}/",
            "/therapist/library/own/{own_failed}/",
            "/therapist/library/own/{own_next}/",
            "/therapist/library/own/{own_published}/",
            "/therapist/messages/",
            "/therapist/review/{done}/",
            "/therapist/review/{reviewed}/",
            "/therapist/review/{failed}/",
            "/therapist/review/{running}/",
            "/therapist/review/{done}/versions/",
            "/therapist/insights/",
        ),
    ),
    # Signs in with a second factor.
    "careful": Reader(
        DESK,
        (
            "/therapist/",
            "/accounts/profile/",
            "/accounts/2fa/",
            "/accounts/2fa/recovery-codes/",
            "/accounts/2fa/recovery-codes/generate/",
            "/accounts/2fa/totp/deactivate/",
        ),
    ),
    "admin": Reader(
        DESK,
        (
            "/clinic/",
            "/clinic/people/{therapist_id}/role/",
            "/clinic/settings/",
            "/clinic/alerts/",
            "/clinic/usage/",
            "/clinic/audit/",
        ),
    ),
    "visitor": Reader(
        PHONE,
        (
            "/",
            "/accounts/login/",
            "/accounts/signup/",
            "/accounts/inactive/",
            "/accounts/password/reset/",
            "/accounts/password/reset/done/",
            "/accounts/password/reset/key/done/",
            "/accounts/password/reset/key/1-broken/",
            "/invitation/{invitation}/",
            "/invitation/unknown/",
            "/no/such/page/",
            "/offline/",
        ),
    ),
}

# Addresses that show nobody a page of ours, by the names that they have in `urls`.
WITHOUT_PAGE = {
    "account_confirm_email": "addresses are proved by invitations",
    "account_confirm_login_code": "nobody signs in by code",
    "account_email_verification_sent": "addresses are proved by invitations",
    "account_set_password": "goes on to the page that changes it",
    "account_email": "goes on to the profile",
    "account_reauthenticate": "asks only long after signing in",
    "mfa_reauthenticate": "asks only long after signing in",
    "mfa_authenticate": "asks only between password and first page",
    "clinic_admin:audit_csv": "a file",
    "clinic_admin:usage_csv": "a file",
    "manifest": "a file",
    "mfa_download_recovery_codes": "a file",
    "outbox": "of the demo alone",
    "patient:coach_model": "a file",
    "patient:plan_file": "a file",
    "patient:recording_progress": "a part of a page",
    "patient:uploads": "spoken by scripts",
    "patient:upload_parts": "spoken by scripts",
    "service_worker": "a file",
    "therapist:own_exercise_progress": "a part of a page",
    "therapist:plan_file": "a file",
    "therapist:progress_csv": "a file",
    "therapist:progress_picture": "a file",
    "therapist:progress_png": "a file",
    "therapist:review_progress": "a part of a page",
}
