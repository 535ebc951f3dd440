"""What it takes to run a model: in full, side by side, as JSON."""
