"""Answer what a person did in a video, and how well."""
