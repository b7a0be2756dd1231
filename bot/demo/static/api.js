// The demo's JSON interface, as any program may use it.

/** How long to wait for news at most, in seconds. */
export const PATIENCE = 25;

/** An answer that was not a good one. */
export class Refused extends Error {
  constructor(status) {
    super(`status ${status}`);
    this.status = status;
  }
}

async function ask(path, options) {
  const response = await fetch(`/demo/api/${path}`, options);
  if (!response.ok) throw new Refused(response.status);
  return response.json();
}

const post = (path, value) =>
  ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(value) });

/** Every phone there is. */
export const phones = () => ask("phones");

/** The id of a new phone that is set to this language. */
export const newPhone = async (channel, language) => (await post("phones", { channel, language })).phone;

/** Access codes nobody has used. */
export const codes = () => ask("codes?unused=1");

/**
 * What came after the message `after`, and the numbers of all that are gone from the screen: as soon as there is
 * something, or other than `gone` are gone, or nothing after `wait` seconds.
 */
export const news = (phone, after, gone, wait, signal) =>
  ask(`${encodeURIComponent(phone)}?after=${after}&gone=${gone}&wait=${wait}`, { signal });

/** Sends `{text}` or `{tap}`; the number of the message. */
export const say = async (phone, value) => (await post(encodeURIComponent(phone), value)).id;

/** Sends a file with a caption; the number of the message. */
export async function attach(phone, file, caption) {
  const form = new FormData();
  form.append("caption", caption);
  form.append("file", file, file.name);
  return (await ask(encodeURIComponent(phone), { method: "POST", body: form })).id;
}

/** A photo for whoever has none at hand. */
export async function samplePhoto() {
  const response = await fetch("/demo/static/sample.jpg");
  if (!response.ok) throw new Refused(response.status);
  return new File([await response.blob()], "foto.jpg", { type: "image/jpeg" });
}
