"""Pictures that the bot draws itself, for a small screen in bright light."""
