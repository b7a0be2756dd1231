"""What surveys cost."""
