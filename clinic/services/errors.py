"""What a service refuses, in words for the person who asked."""


class Refused(Exception):
    """A request that cannot be granted, for a reason its sender can act on.

    Subclasses fix `code` (stable, published). The message says what is the matter and
    what to do, and is safe to show.
    """

    code = "refused"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = str(message)
