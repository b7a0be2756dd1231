"""The demo phones: the whole system without an account anywhere, for newcomers and tests. Never in production."""
