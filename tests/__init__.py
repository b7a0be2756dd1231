"""Everything that is checked before a change goes in."""
