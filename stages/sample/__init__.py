"""The synthetic sample: what the generator writes, and the truths it plants."""
