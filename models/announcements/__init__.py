"""Announcements: what staff write once, and what everybody it is for receives once."""
