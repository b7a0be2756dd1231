"""The running program, and the only place that knows a provider or the network."""
