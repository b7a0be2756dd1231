"""The demo's page: served whole from the package, and nothing but it may run."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.demo import page
from models.sealing import Vault
from tests.demo_house import Program, on_new_store, serving
from tests.evidence_samples import shows_position

STATIC = Path(page.__file__).parent / "static"


@pytest.fixture
async def program(sqlite_template: Path, tmp_path: Path, vault: Vault) -> AsyncIterator[Program]:
    with on_new_store(sqlite_template, tmp_path, vault) as house:
        async with serving(house) as program:
            yield program


async def test_the_page_lets_nothing_foreign_or_inline_run(program: Program) -> None:
    answer = await program.client.get("/demo")
    assert (answer.status, answer.url.path) == (200, "/demo/")
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'self'"
    assert not {"unsafe-inline", "unsafe-eval"} & set(re.findall(r"[a-z-]+", str(policy)))
    assert not any("http" in value for value in policy.values())
    assert policy["frame-ancestors"] == policy["object-src"] == policy["base-uri"] == "'none'"


async def test_everything_the_page_names_is_served(program: Program) -> None:
    html = await (await program.client.get("/demo/")).text()
    assert not re.search(r"<style|<script(?![^>]* src=)| style=| on\w+=|https?:", html)
    named = set(re.findall(r'(?:href|src)="(/demo/[^"#]+)', html)) | {"/demo/static/sample.jpg"}
    named |= {f"/demo/static/{path.name}" for path in STATIC.iterdir()}
    for address in named:
        answer = await program.client.get(address)
        assert answer.status == 200, address
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'self'")


async def test_nothing_else_is_served(program: Program) -> None:
    for name in ("missing.js", "..%2f__init__.py", "%2e%2e/page.py", "words.js%00"):
        assert (await program.client.get(f"/demo/static/{name}")).status == 404


async def test_what_has_not_changed_is_not_sent_again(program: Program) -> None:
    tag = (await program.client.get("/demo/static/main.js")).headers["ETag"]
    again = await program.client.get("/demo/static/main.js", headers={"If-None-Match": tag})
    assert (again.status, await again.read()) == (304, b"")


async def test_the_sample_photo_shows_what_is_taken_out_of_photos(program: Program) -> None:
    answer = await program.client.get("/demo/static/sample.jpg")
    assert answer.content_type == "image/jpeg"
    assert shows_position(await answer.read())


def test_the_page_says_everything_in_both_languages() -> None:
    words = (STATIC / "words.js").read_text("utf-8")
    spanish, english = (dict(re.findall(r'^    (\w+): "(.+)",$', part, re.M)) for part in words.split("  en: {"))
    assert len(spanish) > 30
    assert spanish.keys() == english.keys()
    for key, sentence in spanish.items():
        assert set(re.findall(r"\{\w+\}", sentence)) == set(re.findall(r"\{\w+\}", english[key]))
    assert "!" not in "".join(spanish.values()) + "".join(english.values())


def test_scripts_make_no_markup_of_texts() -> None:
    scripts = "".join(path.read_text("utf-8") for path in STATIC.glob("*.js"))
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function", scripts)
    used = set(re.findall(r'words\("(\w+)"', scripts)) | set(
        re.findall(r'data-(?:words|label|placeholder)="(\w+)"', (STATIC / "index.html").read_text("utf-8"))
    )
    known = set(re.findall(r'^    (\w+): "', (STATIC / "words.js").read_text("utf-8"), re.M))
    assert used <= known
