"""`lazos survey`: its commands put together."""

from bot.commands import survey_views, waves
from bot.commands.survey import app

app.command("list")(survey_views.list_)
app.command("preview")(survey_views.view)
app.command("calendar")(waves.calendar)
app.add_typer(waves.app, name="wave")
