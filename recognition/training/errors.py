"""What goes wrong with a training run, as typed errors that say what to do."""

from recognition.errors import Unanalyzable


class NothingTrained(Unanalyzable):
    """A folder holds no finished fold."""

    code = "nothing_trained"
    what_to_do = "Run `recognize train` with the same --output first."


class BetterNetKept(Unanalyzable):
    """A net that learned more is worse than the one before it."""

    code = "better_net_kept"
    what_to_do = (
        "Nothing was written; go on with the net there is. More reviewed repetitions "
        "of more patients may help."
    )


class NotComparable(Unanalyzable):
    """Labels do not tell whether a net got better."""

    code = "not_comparable"
    what_to_do = (
        "Review more recordings: among the patients who are held out there must be "
        "correct and incorrect repetitions."
    )
