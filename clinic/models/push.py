"""Where a browser's vendor can be asked to wake a patient's browser."""

from django.db import models

from clinic.models.user import User


class PushSubscription(models.Model):
    """One browser that wants to hear that something is new.

    The address is all there is: what is sent carries no content, so that nothing
    needs the browser's keys (RFC 8291), and no vendor reads anything.
    """

    LONGEST = 1000

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="push_subscriptions"
    )
    endpoint = models.CharField(max_length=LONGEST, unique=True)
    subscribed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"push subscription {self.pk}"
