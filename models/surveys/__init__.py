"""Surveys as they lie in the store: forms, waves, invitations, responses."""
