"""Circles: three to twelve people who write to each other on a topic, under invented names, and one moderates."""
