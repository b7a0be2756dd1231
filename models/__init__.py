"""The tables, and the questions asked of them. A `Connection` in a transaction is the unit of work."""
