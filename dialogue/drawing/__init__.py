"""How a message looks within a channel's limits: pure, so that previews can use it too."""
