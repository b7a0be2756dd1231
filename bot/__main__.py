"""`python -m bot` is `lazos`."""

from bot.cli import main

main()
