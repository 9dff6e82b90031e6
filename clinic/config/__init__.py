"""How one installation is set up: settings, entry points, logging."""
