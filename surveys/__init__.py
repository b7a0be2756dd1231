"""A form and its logic: XLSForm in, the next question out. Pure: no database, no network, no clock of its own."""
