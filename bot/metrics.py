"""What Prometheus is told: how many messages are in which state. Counted when asked for, kept nowhere."""

from collections.abc import Mapping

from prometheus_client import CollectorRegistry, Gauge


def registry(messages: Mapping[tuple[str, str], int], received: Mapping[str, int]) -> CollectorRegistry:
    """The counts as Prometheus wants them: `messages` by channel and state, `received` by state."""
    found = CollectorRegistry()
    outgoing = Gauge("lazos_messages", "Outgoing messages by channel and state", ["channel", "state"], registry=found)
    for (channel, state), count in messages.items():
        outgoing.labels(channel, state).set(count)
    incoming = Gauge("lazos_received", "Incoming messages by state", ["state"], registry=found)
    for state, count in received.items():
        incoming.labels(state).set(count)
    return found
