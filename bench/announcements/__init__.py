"""What announcements cost: giving everybody a copy, sending at a pace and without one, receipts, words."""
