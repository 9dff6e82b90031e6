"""Judge repetitions: measures, mistakes, score and what to say about them."""

from recognition.assessment.judging import Assessment, assess

__all__ = ["Assessment", "assess"]
