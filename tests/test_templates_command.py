"""`lazos templates`: what an operator does so that WhatsApp lets people be written to, and what she reads."""

import json
from pathlib import Path

from tests.double import Double
from tests.house import House, new_keys

SHAPES, KNOCKS = 54, 8


async def test_from_nothing_to_approved(double: Double, tmp_path: Path) -> None:
    port = int(double.options.webhook.rsplit(":", 1)[1])
    house = House(double, f"sqlite:///{tmp_path / 'lazos.db'}", new_keys(), tmp_path, port)
    await house.command("migrate")

    code, out, err = await house.command("templates", "submit")
    assert (code, out) == (1, "")
    assert err == "lazos: some templates are not at Twilio as they are here: run `lazos templates sync` first\n"

    code, out, _ = await house.command("templates", "sync")
    assert (code, out.splitlines()[0]) == (0, f"{SHAPES + KNOCKS} created, 0 found.")

    code, out, _ = await house.command("templates", "submit", "--json")
    told = json.loads(out)
    assert (code, len(told["submitted"]), {each["approval"] for each in told["templates"]}) == (0, KNOCKS, {"pending"})
    assert (await house.command("templates", "submit"))[1].splitlines()[0] == "0 submitted."

    sids = {each["name"]: each["sid"] for each in told["templates"]}
    double.twilio.contents.decide(sids["lazos_knock_reminder_es"])
    double.twilio.contents.decide(sids["lazos_knock_discreet_en"], "rejected", "INVALID_FORMAT")
    code, out, _ = await house.command("templates", "status")
    lines = {line.split("  ")[0]: line.split("  ")[2:] for line in out.splitlines()}
    assert (code, len(lines)) == (0, SHAPES + KNOCKS)
    assert lines["lazos_knock_reminder_es"] == ["approved", "utility"]
    assert lines["lazos_knock_discreet_en"] == ["rejected: INVALID_FORMAT", "utility"]
    assert lines["lazos_knock_news_es"] == ["pending", "marketing"]
    assert lines["lazos_quick_2_1"] == []
    assert double.faults == []
