"""Measurements, printed as ratios against a bare Flask view of the same run."""
