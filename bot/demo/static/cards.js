// The access cards on the table, and the sheet they are on where the screen is small.

import * as api from "./api.js";
import { element, icon } from "./bubbles.js";
import { words } from "./words.js";

const guide = document.querySelector("#cards");
const backdrop = document.querySelector(".backdrop");
const opener = document.querySelector(".open-cards");

/** Shows the unused cards; `type(channel, code)` puts a code into a phone. */
export async function deal(type) {
  let codes;
  try {
    codes = await api.codes();
  } catch {
    return; // the phones say when the server is away
  }
  guide.querySelector(".cards").replaceChildren(...codes.map((each) => card(each, type)));
  guide.querySelector(".no-cards").hidden = codes.length > 0;
}

function card(each, type) {
  const item = element("li", "card");
  const head = element("div", "card-head");
  head.append(element("strong", "", each.alumnus ?? each.cohort), element("span", "tongue", each.language));
  item.append(head);
  if (each.alumnus) item.append(element("p", "cohort", each.cohort));
  const row = element("div", "code-row");
  row.append(element("code", "", each.code), action("copy", "copy", words("copy"), () => copy(each.code)));
  const on = element("div", "type-on");
  on.append(
    action("on-telegram", "plane", words("type_on", { channel: "Telegram" }), () => typed(type, "telegram", each.code), "Telegram"),
    action("on-whatsapp", "bubble", words("type_on", { channel: "WhatsApp" }), () => typed(type, "whatsapp", each.code), "WhatsApp"),
  );
  item.append(row, on);
  return item;
}

function action(className, name, label, run, text = "") {
  const button = element("button", className);
  button.type = "button";
  button.title = label;
  button.setAttribute("aria-label", label);
  button.append(icon(name));
  if (text) button.append(element("span", "", text));
  button.addEventListener("click", run);
  return button;
}

async function copy(code) {
  try {
    await navigator.clipboard.writeText(code);
    tell("copied");
  } catch {
    // without the clipboard, the other two buttons do
  }
}

function typed(type, channel, code) {
  closeGuide();
  type(channel, code);
  tell("typed");
}

function tell(key) {
  guide.querySelector("[role=status]").textContent = words(key);
}

function openGuide() {
  guide.classList.add("open");
  backdrop.hidden = false;
  opener.setAttribute("aria-expanded", "true");
  guide.focus({ preventScroll: true });
}

function closeGuide() {
  if (!guide.classList.contains("open")) return;
  guide.classList.remove("open");
  backdrop.hidden = true;
  opener.setAttribute("aria-expanded", "false");
  opener.focus();
}

opener.addEventListener("click", openGuide);
backdrop.addEventListener("click", closeGuide);
guide.querySelector(".close-cards").addEventListener("click", closeGuide);
guide.addEventListener("keydown", (event) => event.key === "Escape" && closeGuide());
