"""Find the patient in the frames of a video and where their joints are."""
