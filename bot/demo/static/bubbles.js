// How messages look. Whatever people or the bot write goes in as text and never as markup.

import { time } from "./clock.js";
import { current, words } from "./words.js";

/** A new element with a class and a text. */
export function element(name, className = "", text = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

/** One of our icons; decoration only. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `/demo/static/icons.svg#${name}`);
  svg.append(use);
  return svg;
}

/** A bubble with what was said, when, and below it what can be pressed. */
export function bubble(message, channel, press, open) {
  const mine = message.from === "me";
  const item = element("li", mine ? "mine" : "theirs");
  item.dataset.id = message.id;
  const body = element("div", "bubble");
  body.append(element("span", "spoken", words(mine ? "i_say" : "bot_says")));
  body.append(...message.files.map((each) => file(each, mine)));
  if (message.text) body.append(spoken(message.text, mine));
  body.append(stamp(message, mine));
  item.append(body);
  if (message.choices.length) {
    const inside = channel === "whatsapp" ? body : item;
    inside.append(message.opener ? opener(message, open) : keyboard(message, channel, press));
  }
  return item;
}

function stamp(message, mine) {
  const at = new Date(message.at);
  const stamped = element("time", "", time(at));
  stamped.dateTime = message.at;
  if (mine) stamped.append(ticks("tick"));
  return stamped;
}

/** The little marks behind the time of one's own messages. */
export function ticks(name) {
  const mark = icon(name);
  mark.classList.add("ticks");
  return mark;
}

const LENT = /^https?:\/\/[^/\s]+(\/media\/[\w-]+)$/;

/** A text; an address at which the bot lends a file can be pressed, as in the real channels. */
function spoken(text, mine) {
  const paragraph = element("p");
  for (const part of mine ? [text] : text.split(/(https?:\/\/\S+)/)) {
    paragraph.append(LENT.test(part) ? lent(part) : part);
  }
  return paragraph;
}

/** The link names the address where the server listens; this page may have come from there under another name. */
function lent(address) {
  const link = element("a", "lent", address);
  link.href = address.match(LENT)[1];
  link.target = "_blank";
  link.rel = "noopener";
  return link;
}

function file(each, mine) {
  const link = element("a", each.type.startsWith("image/") ? "picture" : "document");
  link.href = each.url;
  link.target = "_blank";
  link.rel = "noopener";
  if (link.className === "picture") {
    const image = element("img");
    image.src = each.url;
    image.alt = words(mine ? "picture" : "drawing");
    link.append(image);
  } else {
    link.download = each.name;
    link.append(icon("file"), element("span", "", each.name), element("small", "", size(each.size)));
  }
  return link;
}

const size = (bytes) =>
  bytes < 1048576 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1048576).toLocaleString(current(), { maximumFractionDigits: 1 })} MB`;

function keyboard(message, channel, press) {
  const keys = element("div", "keys");
  const rows = message.rows ?? message.choices.map(() => 1);
  let next = 0;
  for (const count of rows) {
    const row = element("div", "row");
    for (const choice of message.choices.slice(next, next + count)) row.append(key(choice, channel, press));
    next += count;
    keys.append(row);
  }
  return keys;
}

function key(choice, channel, press) {
  const button = element("button");
  button.type = "button";
  button.dataset.tap = choice.tap;
  if (channel === "whatsapp") button.append(icon("reply"));
  button.append(element("span", "", choice.label));
  button.addEventListener("click", () => press(choice.tap));
  return button;
}

function opener(message, open) {
  const keys = element("div", "keys");
  const button = element("button");
  button.type = "button";
  button.setAttribute("aria-haspopup", "dialog");
  button.append(icon("list"), element("span", "", message.opener));
  button.addEventListener("click", () => open(message, button));
  keys.append(button);
  return keys;
}

/** A line in the middle: the day, or what kind of place this is. */
export function note(text, className = "note") {
  const item = element("li", className);
  item.append(element("span", "", text));
  return item;
}

/** The three dots of somebody who writes. */
export function typing() {
  const item = element("li", "theirs typing");
  const body = element("div", "bubble");
  body.setAttribute("aria-hidden", "true");
  body.append(element("i"), element("i"), element("i"));
  item.append(body);
  return item;
}
