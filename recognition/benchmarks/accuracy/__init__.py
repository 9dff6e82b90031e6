"""How accurate the analysis is, measured on simulated patients with known truth."""
