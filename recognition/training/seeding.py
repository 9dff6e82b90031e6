"""Makes training repeatable."""

import numpy as np
import torch


def seed_everything(seed: int) -> np.random.Generator:
    """Seed torch and return NumPy's generator of the same seed."""
    torch.manual_seed(seed)
    torch.use_deterministic_algorithms(mode=True, warn_only=True)
    return np.random.default_rng([seed, 6])
