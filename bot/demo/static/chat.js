// What one phone's screen shows, drawn from the messages it has seen so far.

import * as draw from "./bubbles.js";
import { day } from "./clock.js";
import { words } from "./words.js";

const PATIENCE = 20000;

export class Chat {
  /** `view` is the phone's element; `press` is called with what a pressed button sends. */
  constructor(view, channel, press, open) {
    this.view = view;
    this.channel = channel;
    this.press = press;
    this.open = open;
    this.log = view.querySelector(".log");
    this.wall = view.querySelector(".wall");
    this.clear();
  }

  clear() {
    this.messages = [];
    this.last = 0;
    this.gone = 0;
    this.redraw();
  }

  /** Takes away what the bot has deleted. */
  take(gone) {
    if (gone.length === this.gone) return;
    this.gone = gone.length;
    const left = this.messages.filter((message) => !gone.includes(message.id));
    if (left.length === this.messages.length) return;
    this.messages = left;
    this.redraw();
  }

  /** Adds what is new, once. */
  add(messages) {
    const fresh = messages.filter((message) => message.id > this.last);
    if (!fresh.length) return false;
    const follow = this.atEnd() || fresh.some((message) => message.from === "me");
    this.stopTyping();
    for (const message of fresh) {
      this.messages.push(message);
      this.last = message.id;
      this.draw(message);
    }
    this.settle();
    if (follow) this.toEnd();
    return true;
  }

  /** Everything anew: in another language, or for another phone. */
  redraw() {
    this.stopTyping();
    this.lastDay = null;
    this.log.replaceChildren(draw.note(words("demo_note"), "note demo"));
    for (const message of this.messages) this.draw(message);
    this.settle();
    this.toEnd();
  }

  draw(message) {
    const today = day(message.at);
    if (today !== this.lastDay) this.log.append(draw.note(today));
    this.lastDay = today;
    if (message.tap) this.markPressed(message.tap);
    if (message.tap && (this.channel === "telegram" || !message.text)) return;
    const item = draw.bubble(message, this.channel, this.press, this.open);
    for (const image of item.querySelectorAll("img")) image.addEventListener("load", () => this.toEnd(), { once: true });
    const before = this.log.lastElementChild;
    item.classList.toggle("follows", before.classList.contains(item.classList[0]) && !before.querySelector(".keys"));
    this.log.append(item);
  }

  /** A pressed button stays marked, as a help to the memory. */
  markPressed(tap) {
    const pressed = [...this.log.querySelectorAll("button[data-tap]")].filter((button) => button.dataset.tap === tap).at(-1);
    if (!pressed || pressed.classList.contains("pressed")) return;
    pressed.classList.add("pressed");
    pressed.append(draw.icon("done"), draw.element("span", "spoken", words("chosen")));
  }

  /** Ticks for what the bot has answered, and the dots of one who writes while it has not. */
  settle() {
    const answered = this.messages.findLast((message) => message.from === "bot")?.id ?? 0;
    for (const mark of this.log.querySelectorAll(".mine .ticks:not(.read)")) {
      const id = Number(mark.closest("li").dataset.id);
      const read = draw.ticks("ticks");
      read.classList.toggle("read", id < answered);
      mark.replaceWith(read);
    }
    this.view.classList.toggle("empty", !this.messages.length);
    const newest = this.messages.at(-1);
    const patience = newest ? new Date(newest.at).getTime() + PATIENCE - Date.now() : 0;
    if (newest?.from === "me" && patience > 0) this.startTyping(Math.min(patience, PATIENCE));
  }

  startTyping(patience) {
    this.dots = draw.typing();
    this.log.append(this.dots);
    this.presence(words("typing"));
    this.typingTimer = setTimeout(() => this.stopTyping(), patience);
    if (this.atEnd()) this.toEnd();
  }

  stopTyping() {
    clearTimeout(this.typingTimer);
    this.dots?.remove();
    this.dots = null;
    this.presence(words(this.channel === "telegram" ? "bot" : "online"));
  }

  presence(text) {
    this.view.querySelector(".presence").textContent = text;
  }

  atEnd() {
    return this.wall.scrollHeight - this.wall.scrollTop - this.wall.clientHeight < 120;
  }

  toEnd() {
    this.wall.scrollTop = this.wall.scrollHeight;
  }
}
