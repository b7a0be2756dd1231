// The sheet that a WhatsApp list opens over the lower part of the screen.

import { element } from "./bubbles.js";

/** Makes the sheet of a phone work; returns what opens it for a message. */
export function sheet(view, press) {
  const dialog = view.querySelector(".sheet");
  let from = null;

  function close() {
    dialog.hidden = true;
    from?.focus();
  }

  function row(choice) {
    const item = element("li");
    const button = element("button", "", choice.label);
    button.type = "button";
    button.addEventListener("click", () => {
      close();
      press(choice.tap);
    });
    item.append(button);
    return item;
  }

  dialog.querySelector(".close").addEventListener("click", close);
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    if (event.key === "Tab") keepInside(event, dialog);
  });

  return (message, opener) => {
    from = opener;
    dialog.querySelector("h3").textContent = message.opener;
    dialog.setAttribute("aria-label", message.opener);
    dialog.querySelector("ul").replaceChildren(...message.choices.map(row));
    dialog.hidden = false;
    dialog.focus({ preventScroll: true });
  };
}

function keepInside(event, dialog) {
  const buttons = [...dialog.querySelectorAll("button")];
  const edge = event.shiftKey ? buttons[0] : buttons.at(-1);
  if (document.activeElement !== edge) return;
  event.preventDefault();
  (event.shiftKey ? buttons.at(-1) : buttons[0]).focus();
}
