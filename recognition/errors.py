"""What cannot be analyzed, as typed errors that say what to do."""

from typing import Final, TypedDict

EXIT_UNANALYZABLE: Final = 2
EXIT_USAGE: Final = 64


class ErrorAnswer(TypedDict):
    """The published form of an error."""

    code: str
    message: str
    what_to_do: str


class Unanalyzable(Exception):
    """A video that cannot be judged, for a reason its owner can act on.

    Subclasses fix `code` (stable, published) and the sentence that says what to
    do; the message says what was found in this video.
    """

    code = "unanalyzable"
    what_to_do = "Record the exercise again and send the new video."

    def __init__(self, message: str, *, what_to_do: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        if what_to_do is not None:
            self.what_to_do = what_to_do

    def answer(self) -> ErrorAnswer:
        """Return the published form: code, message, what to do."""
        return {
            "code": self.code,
            "message": self.message,
            "what_to_do": self.what_to_do,
        }


class UnreadableVideo(Unanalyzable):
    """The file is damaged, cut short or of a kind that is not decoded."""

    code = "unreadable_video"
    what_to_do = "Check that the video plays on your phone, then send it again."


class NotAVideo(Unanalyzable):
    """The content is not one of the accepted video containers."""

    code = "not_a_video"
    what_to_do = "Send a video file in MP4, MOV or WebM format."


class NoVideoStream(Unanalyzable):
    """The container holds no moving picture."""

    code = "no_video_stream"
    what_to_do = "Send a recording with a picture, not sound alone."


class TooLong(Unanalyzable):
    """The video is longer than the limit."""

    code = "too_long"
    what_to_do = "Record one exercise at a time, or cut the video."


class TooShort(Unanalyzable):
    """There is next to nothing in the video: a photo, or a moment."""

    code = "too_short"
    what_to_do = "Record the whole exercise and send the new video."


class TooLarge(Unanalyzable):
    """The file or its picture is larger than the limit."""

    code = "too_large"
    what_to_do = "Record in 1080p or lower and send the new video."


class NoPerson(Unanalyzable):
    """No person was found."""

    code = "no_person"
    what_to_do = "Place the phone so that your whole body is in the picture."


class BodyNotInView(Unanalyzable):
    """A person was found, but too little of the body to judge the exercise."""

    code = "body_not_in_view"
    what_to_do = "Step back until the picture shows you from head to feet."


class TooDark(Unanalyzable):
    """The picture is too dark to see the body."""

    code = "too_dark"
    what_to_do = "Switch on a light or face a window, and record again."


class NoDominantPerson(Unanalyzable):
    """Several people take turns in the picture and none is the patient."""

    code = "no_dominant_person"
    what_to_do = "Record with one person in the picture."


class UnknownExercise(Unanalyzable):
    """The prescribed exercise is not in the catalog."""

    code = "unknown_exercise"
    what_to_do = "Choose one of the exercises that `recognize exercises` lists."


class UnsuitableRules(Unanalyzable):
    """The rules of a patient do not fit the exercise."""

    code = "unsuitable_rules"
    what_to_do = "Change the target or limit, or prescribe another exercise."


class UnsuitableAdjustments(Unanalyzable):
    """What a therapist wants of a learned exercise cannot be judged by."""

    code = "unsuitable_adjustments"
    what_to_do = "Change what is named and try again."


class NothingToLearn(Unanalyzable):
    """A reference recording does not show a movement that repeats."""

    code = "nothing_to_learn"
    what_to_do = "Record three to five equal repetitions, from rest to rest."


class PosesNotReadable(Unanalyzable):
    """A pose file lacks the arrays or shapes that it must have."""

    code = "poses_not_readable"
    what_to_do = "Save `landmarks` (T, 33, 3) with NumPy's `savez`."
