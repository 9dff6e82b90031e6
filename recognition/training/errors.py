"""What goes wrong with a training run, as typed errors that say what to do."""

from recognition.errors import Unanalyzable


class NothingTrained(Unanalyzable):
    """A folder holds no finished fold."""

    code = "nothing_trained"
    what_to_do = "Run `recognize train` with the same --output first."
