"""Matching rounds: once a month everybody who wants it is introduced to somebody with whom she shares a topic."""
