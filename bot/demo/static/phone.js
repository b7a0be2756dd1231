// One phone: whose it is, what it sends, and how it hears of news.

import * as api from "./api.js";
import { element } from "./bubbles.js";
import { Chat } from "./chat.js";
import { sheet } from "./sheet.js";
import { current, speak, words } from "./words.js";

const NAMES = { telegram: "Telegram", whatsapp: "WhatsApp" };
const SLOWEST = 8000;

export class Phone {
  /** Puts a phone of this channel into `place`; `onNews` is called whenever something came. */
  constructor(channel, place, onNews) {
    this.channel = channel;
    this.onNews = onNews;
    this.kept = { fresh: `lazos.demo.${channel}.fresh`, shown: `lazos.demo.${channel}.shown` };
    this.view = document.querySelector("#phone").content.cloneNode(true).firstElementChild;
    this.view.classList.add(channel);
    this.input = this.view.querySelector("textarea");
    const press = (tap) => this.send(() => api.say(this.id, { tap }));
    this.chat = new Chat(this.view, channel, press, sheet(this.view, press));
    this.wire();
    place.append(this.view);
  }

  find(selector) {
    return this.view.querySelector(selector);
  }

  wire() {
    const first = () => (this.channel === "telegram" ? "/start" : words("hello"));
    const start = () => this.send(() => api.say(this.id, { text: first() }));
    this.find("form").addEventListener("submit", (event) => this.submit(event));
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("input", () => this.grow());
    this.find(".start").addEventListener("click", start);
    this.find(".attach").addEventListener("click", () => this.toggleAttachments());
    this.find(".sample").addEventListener("click", () => this.sendFile(api.samplePhoto));
    this.find(".choose").addEventListener("click", () => this.find("input[type=file]").click());
    this.find("input[type=file]").addEventListener("change", (event) => this.choose(event.target));
    this.find("select").addEventListener("change", (event) => this.show(event.target.value));
    this.find(".another").addEventListener("click", () => this.fresh());
    this.find(".attachments").addEventListener("keydown", (event) => event.key === "Escape" && this.toggleAttachments(false));
    window.addEventListener("online", () => this.hurry?.());
    document.addEventListener("visibilitychange", () => this.id && (document.hidden ? this.listening.abort() : this.listen()));
  }

  /** Shows the phone that was shown last, or a new one. */
  async begin() {
    this.everybody = (await api.phones()).filter((phone) => phone.channel === this.channel);
    const known = new Set(this.everybody.map((phone) => phone.phone));
    const wanted = [localStorage.getItem(this.kept.shown), localStorage.getItem(this.kept.fresh)].find((id) => known.has(id));
    await (wanted ? this.show(wanted) : this.fresh());
  }

  async fresh() {
    await this.send(async () => {
      const id = await api.newPhone(this.channel, current());
      localStorage.setItem(this.kept.fresh, id);
      this.show(id);
    });
  }

  show(id) {
    if (!id) return this.fresh();
    this.id = id;
    localStorage.setItem(this.kept.shown, id);
    this.listOwners();
    this.alert(null);
    this.toggleAttachments(false);
    this.find(".sheet").hidden = true;
    this.chat.clear();
    this.listen();
  }

  /** The new phone, and the fictional people. */
  listOwners() {
    const fresh = element("option", "", words("fresh"));
    fresh.value = localStorage.getItem(this.kept.fresh) ?? "";
    const people = element("optgroup");
    people.label = words("seeded");
    people.append(...this.everybody.filter((phone) => phone.alumnus).map((phone) => owner(phone)));
    const select = this.find("select");
    select.replaceChildren(fresh, ...(people.children.length ? [people] : []));
    select.value = this.id;
  }

  /** Waits for news for as long as this phone is shown; a page in the background leaves its connections to others. */
  async listen() {
    this.listening?.abort();
    const listening = (this.listening = new AbortController());
    if (document.hidden) return;
    let delay = 1000;
    let lost = false;
    while (!listening.signal.aborted) {
      try {
        const { last, gone } = this.chat;
        const news = await api.news(this.id, last, gone, lost ? 0 : api.PATIENCE, listening.signal);
        if (listening.signal.aborted) return;
        if (lost) this.alert(null);
        lost = false;
        delay = 1000;
        this.chat.take(news.gone);
        if (this.chat.add(news.messages)) this.onNews();
      } catch (problem) {
        if (listening.signal.aborted) return;
        if (problem.status === 404) return this.lose();
        this.alert("lost");
        lost = true;
        await new Promise((resolve) => {
          this.hurry = resolve;
          setTimeout(resolve, delay);
        });
        delay = Math.min(delay * 2, SLOWEST);
      }
    }
  }

  /** The server no longer knows this phone: it was set up anew. */
  async lose() {
    localStorage.removeItem(this.kept.shown);
    localStorage.removeItem(this.kept.fresh);
    await this.begin();
  }

  submit(event) {
    event.preventDefault();
    const text = this.input.value.trim();
    if (!text) return;
    this.write("");
    this.send(() => api.say(this.id, { text })).then((sent) => sent || this.input.value || this.write(text));
  }

  key(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) this.submit(event);
  }

  /** Puts a text into the input, ready to be sent. */
  write(text) {
    this.input.value = text;
    this.grow();
  }

  grow() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, 120)}px`;
    this.view.classList.toggle("writing", this.input.value.trim() !== "");
  }

  toggleAttachments(wanted = this.find(".attachments").hidden) {
    this.find(".attachments").hidden = !wanted;
    this.find(".attach").setAttribute("aria-expanded", wanted);
    if (wanted) this.find(".sample").focus();
  }

  choose(input) {
    const [file] = input.files;
    if (file) this.sendFile(async () => file);
    input.value = "";
  }

  sendFile(get) {
    this.toggleAttachments(false);
    const caption = this.input.value.trim();
    this.write("");
    return this.send(async () => api.attach(this.id, await get(), caption));
  }

  /** Does something that needs the server; says so when it fails. */
  async send(action) {
    try {
      await action();
      this.alert(null);
      return true;
    } catch (problem) {
      this.alert(problem.status === 413 ? "too_large" : "not_sent");
      return false;
    }
  }

  alert(key) {
    const line = this.find(".alert");
    const follow = this.chat.atEnd();
    line.hidden = key === null;
    line.textContent = key === null ? "" : words(key);
    if (follow) this.chat.toEnd();
  }

  /** Everything in the language the page is in now. */
  speak() {
    speak(this.view);
    this.find("h2").textContent = "Lazos";
    this.find(".start").textContent = words(`start_${this.channel}`);
    this.find(".log").setAttribute("aria-label", words("conversation", { channel: NAMES[this.channel] }));
    this.view.setAttribute("aria-label", NAMES[this.channel]);
    if (this.everybody) this.listOwners();
    this.chat.redraw();
  }

  tick(time) {
    this.find(".clock").textContent = time;
  }
}

function owner(phone) {
  const option = element("option", "", phone.alumnus);
  option.value = phone.phone;
  return option;
}
