// What time it is on the phones: that of the programme, in which the bot speaks of hours too, wherever the page is opened.

import { current, words } from "./words.js";

const ZONE = { timeZone: "America/Mexico_City" };

/** A moment as a phone's clock shows it. */
export function time(at) {
  return at.toLocaleTimeString(current(), { hour: "2-digit", minute: "2-digit", hour12: false, ...ZONE });
}

/** The day of a message, as people say it. */
export function day(at) {
  const date = new Date(at);
  const same = date.toLocaleDateString("en", ZONE) === new Date().toLocaleDateString("en", ZONE);
  return same ? words("today") : date.toLocaleDateString(current(), { day: "numeric", month: "long", ...ZONE });
}
