"""What the scripts of the example pipeline share."""
