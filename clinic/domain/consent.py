"""Which consent text is in force."""

from typing import Final

# Raise it with every change of meaning of the text that patients agree to (what is
# recorded, who sees it, automatic findings are no diagnosis, stop if it hurts, not
# for emergencies): people are then asked again before their next recording.
CURRENT_VERSION: Final = "2026-11"
