"""The steps, in order; each one is written out and never changed once it has been released."""
