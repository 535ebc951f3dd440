"""What ``advisor catalog`` prints: one file a command."""
