"""The two phones in a browser, as a newcomer uses them."""

import re
from collections.abc import AsyncIterator, Iterator
from itertools import product
from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright, expect

from dialogue.drawing.content import Content
from models.sealing import Vault
from tests.demo_house import House, Program, on_new_store, ready, send, serving, showing
from tests.made import DOCUMENT

CHROMIUM = Path("/usr/bin/chromium")

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"there is no {CHROMIUM} on this machine")

_ACTIONS = ["alert(1)", "parent.ran=1", "top['ran']=1", "import('/x')", "fetch('//x.example')"]
_CARRIERS = [
    "<script>{}</script>",
    "<img src=x onerror={}>",
    "<svg onload={}>",
    '"><script>{}</script>',
    "'><body onload={}>",
    '<a href="javascript:{}">x</a>',
    "<iframe srcdoc='<script>{}</script>'>",
    "</span></p><style onload={}>p{{}}</style>",
    "javascript:{}",
    "{{{{constructor.constructor('{}')()}}}}",
    "<details open ontoggle={}>",
    "<math><mtext><table><mglyph><style><img src=x onerror={}>",
    "<input autofocus onfocus={}>",
    '<object data="javascript:{}">',
    '<meta http-equiv=refresh content="0;url=javascript:{}">',
    "${{{}}}",
    "<template><script>{}</script></template>",
    "&lt;script&gt;{}&lt;/script&gt;",
    "<base href='//x.example/'><script src=x>{}</script>",
    "\u202e<script>{}</script>\u202c",
]
expect.set_options(timeout=15_000)  # a machine that runs all tests at once is slow
PAYLOADS = [carrier.format(action) for carrier, action in product(_CARRIERS, _ACTIONS)]


@pytest.fixture
def house(sqlite_template: Path, tmp_path: Path, vault: Vault) -> Iterator[House]:
    with on_new_store(sqlite_template, tmp_path, vault) as house:
        yield house


@pytest.fixture
async def program(house: House) -> AsyncIterator[Program]:
    async with serving(house) as program:
        yield program


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-quic", "--disable-background-networking"]
        )
        page = await browser.new_page(locale="es-MX", viewport={"width": 1440, "height": 900})
        await page.add_init_script("window.alert = () => { window.ran = 1 }")
        yield page
        await browser.close()


def address(program: Program) -> str:
    return str(program.client.make_url("/demo/"))


async def test_a_newcomer_writes_on_both_phones_and_presses_a_button(page: Page, program: Program) -> None:
    problems: list[str] = []
    page.on("pageerror", lambda problem: problems.append(str(problem)))
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    await page.goto(address(program))
    for channel in ("telegram", "whatsapp"):
        phone = page.locator(f".phone.{channel}")
        await expect(phone.get_by_role("combobox", name="De quién es este teléfono")).to_have_value(re.compile(channel))
        await phone.get_by_role("textbox", name="Mensaje").fill("ask")
        await phone.get_by_role("button", name="Enviar").click()
        await expect(phone.locator(".mine p")).to_have_text("ask")
        await expect(phone.locator(".theirs p")).to_have_text("¿Seguimos?")
        await phone.get_by_role("button", name="Sí").click()
        await expect(phone.locator(".theirs p").last).to_have_text("Gracias.")
    await page.locator(".telegram .attach").click()
    await page.locator(".telegram .sample").click()
    await expect(page.locator(".telegram .mine img")).to_have_js_property("naturalWidth", 960)
    await page.get_by_role("button", name="English").click()
    await expect(page.locator(".telegram").get_by_role("textbox", name="Message")).to_be_visible()
    assert problems == []


async def test_a_reload_keeps_the_phones(page: Page, program: Program) -> None:
    await page.goto(address(program))
    await expect(page.locator(".telegram select")).to_have_value(re.compile("telegram"))
    await page.locator(".telegram textarea").fill("hola")
    await page.locator(".telegram textarea").press("Enter")
    await expect(page.locator(".telegram .theirs p")).to_have_text("hola")
    await page.reload()
    await expect(page.locator(".telegram .theirs p")).to_have_text("hola")
    await page.locator(".telegram select").select_option(label="Ana Ejemplo")
    await expect(page.locator(".telegram .bubble")).to_have_count(0)


@pytest.mark.parametrize("size", [(1440, 900), (360, 740)])
async def test_what_the_bot_shows_can_be_seen_and_saved(
    page: Page, house: House, program: Program, size: tuple[int, int]
) -> None:
    house.lending.base = "http://elsewhere.example"  # the page may have come under another name
    phones = await shown_on(page, program, size)
    for channel, phone in phones.items():
        await send(ready(house), phone, showing("picture", "Así va su plan."), 501)
        await send(house, phone, showing("document", "Sus datos."), 502)
        if size[0] < 900:
            await page.get_by_role("button", name=re.compile(channel, re.IGNORECASE)).first.click()
        log = page.locator(f".{channel} .log")
        await expect(log.get_by_role("img", name="Imagen recibida")).to_have_js_property("naturalWidth", 64)
        await expect(log.get_by_role("link").last).to_be_in_viewport()
        async with page.expect_download() as download:
            await log.get_by_role("link").last.click()
        saved = await download.value
        assert saved.suggested_filename == "mis-datos.json"
        assert content_of(await saved.path()) == DOCUMENT.data


def content_of(path: Path) -> bytes:
    return path.read_bytes()


async def test_what_is_cleared_disappears_at_once(page: Page, house: House, program: Program) -> None:
    phone = (await shown_on(page, program))["telegram"]
    log = page.locator(".telegram .log")
    await page.locator(".telegram textarea").fill("hola")
    await page.locator(".telegram textarea").press("Enter")
    await expect(log.locator(".theirs p")).to_have_text("hola")
    await send(house, phone, Content("", clears=True), 501, deletes=(f"{phone}.2", house.inbox.heard_all[0][1].key))
    await expect(log.locator(".bubble")).to_have_count(0)
    await send(house, phone, Content("Listo."), 502)
    await expect(log.locator(".theirs p")).to_have_text("Listo.")


async def shown_on(page: Page, program: Program, size: tuple[int, int] = (1440, 900)) -> dict[str, str]:
    """A new phone of each channel on the page, by its channel."""
    phones = {channel: await program.new(channel) for channel in ("telegram", "whatsapp")}
    for name, phone in phones.items():
        await page.add_init_script(f"localStorage['lazos.demo.{name}.fresh'] = '{phone}'")
    await page.set_viewport_size({"width": size[0], "height": size[1]})
    await page.goto(address(program))
    for name, phone in phones.items():
        await expect(page.locator(f".{name} select")).to_have_value(phone)
    return phones


async def test_a_small_screen_shows_one_phone_at_a_time(page: Page, program: Program) -> None:
    await page.set_viewport_size({"width": 360, "height": 740})
    await page.goto(address(program))
    telegram, whatsapp = page.locator(".phone.telegram"), page.locator(".phone.whatsapp")
    await expect(telegram.locator("textarea")).to_be_in_viewport()
    await expect(whatsapp).to_be_hidden()
    await page.get_by_role("button", name="WhatsApp").first.click()
    await expect(whatsapp.locator("textarea")).to_be_in_viewport()
    await expect(telegram).to_be_hidden()
    assert await page.evaluate("document.documentElement.scrollWidth") == 360


async def test_markup_is_shown_as_text_and_nothing_of_it_runs(page: Page, house: House, program: Program) -> None:
    assert len(set(PAYLOADS)) == 100
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    phones = await shown_on(page, program)
    for phone in phones.values():
        for payload in PAYLOADS:
            await program.say(phone, text=payload)
    for channel in phones:
        await expect(page.locator(f".{channel} .bubble")).to_have_count(2 * len(PAYLOADS))
        assert await page.locator(f".{channel} .mine p").all_text_contents() == PAYLOADS
        assert await page.locator(f".{channel} .log :is(script, style, iframe, object, img, a)").count() == 0
    assert await page.evaluate("window.ran") is None
    assert all(url.startswith(address(program)) for url in asked)
