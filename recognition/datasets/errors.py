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
