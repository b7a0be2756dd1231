"""Peers: who may be asked, introductions, and what passes between two people who do not know each other yet."""
