"""The conversation core: pure, knows nothing of this programme or of any provider."""
