// The page: two phones, the cards, and the language everything is in.

import { deal } from "./cards.js";
import { time } from "./clock.js";
import { Phone } from "./phone.js";
import { change, current, speak } from "./words.js";

const SHOWN = "lazos.demo.shown";
const main = document.querySelector("main");
const phones = Object.fromEntries(["telegram", "whatsapp"].map((channel) => [channel, new Phone(channel, main, soonDeal)]));

let dealing;
function soonDeal() {
  clearTimeout(dealing);
  dealing = setTimeout(() => deal(type), 400);
}

function type(channel, code) {
  show(channel);
  phones[channel].write(code);
  phones[channel].input.focus();
}

/** Where there is room for one phone only, this one. */
function show(channel) {
  document.body.dataset.shown = channel;
  localStorage.setItem(SHOWN, channel);
  for (const button of document.querySelectorAll("[data-show]")) button.setAttribute("aria-pressed", button.dataset.show === channel);
  phones[channel].chat.toEnd();
}

function translate() {
  speak(document);
  for (const phone of Object.values(phones)) phone.speak();
  for (const button of document.querySelectorAll("[data-language]"))
    button.setAttribute("aria-pressed", button.dataset.language === current());
  deal(type);
}

function tick() {
  for (const phone of Object.values(phones)) phone.tick(time(new Date()));
}

/** Tries until the server answers: the page may be there before it, from an earlier visit. */
async function begin(phone, delay = 1000) {
  try {
    await phone.begin();
  } catch {
    phone.alert("lost");
    setTimeout(() => begin(phone, Math.min(delay * 2, 8000)), delay);
  }
}

for (const button of document.querySelectorAll("[data-language]"))
  button.addEventListener("click", () => {
    change(button.dataset.language);
    translate();
  });
for (const button of document.querySelectorAll("[data-show]")) button.addEventListener("click", () => show(button.dataset.show));

translate();
show(localStorage.getItem(SHOWN) === "whatsapp" ? "whatsapp" : "telegram");
tick();
setInterval(tick, 10000);
for (const phone of Object.values(phones)) begin(phone);
