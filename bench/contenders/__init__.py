"""The same short conversation three times: as Lazos has it, and as users of two well-known libraries would write it."""
