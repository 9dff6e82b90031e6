"""What is missing for training, as typed errors that say what to do."""

from recognition.errors import Unanalyzable


class DatasetMissing(Unanalyzable):
    """The files of a data set are not where they were looked for."""

    code = "dataset_missing"
    what_to_do = (
        "Download UI-PRMD (Vakanski et al. 2018, doi:10.3390/data3010002) and name "
        "its folder with --data, or train on simulated patients with "
        "--data simulated."
    )


class DatasetDamaged(Unanalyzable):
    """A file of a data set does not hold what it should."""

    code = "dataset_damaged"
    what_to_do = "Download the data set again; its files are read as published."


class NoLabels(Unanalyzable):
    """A folder is no export of therapists' labels."""

    code = "no_labels"
    what_to_do = "Name the folder that `manage.py export_labels` wrote."


class UnknownLabels(Unanalyzable):
    """An export of labels has a version that is not known here."""

    code = "unknown_labels"
    what_to_do = (
        "Export the labels again with this release, or install the release that "
        "exported them."
    )


class LabelsDamaged(Unanalyzable):
    """A file of an export does not hold what it should."""

    code = "labels_damaged"
    what_to_do = "Export the labels again with `manage.py export_labels`."


class NothingToLearn(Unanalyzable):
    """No repetition of an export suits the net."""

    code = "nothing_to_learn"
    what_to_do = (
        "Review recordings of exercises that the net knows, filmed with the whole "
        "body in the picture, and export the labels again."
    )


class TooFewPatients(Unanalyzable):
    """The repetitions cannot be split by patient."""

    code = "too_few_patients"
    what_to_do = (
        "Review recordings of more patients who agree that their movement teaches "
        "the recognition, and export the labels again."
    )
