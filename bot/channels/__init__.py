"""The channels: each turns a provider's requests into messages, and messages into a provider's requests."""
