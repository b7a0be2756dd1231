// What the page itself says, in both languages; what the bot says comes from the bot.

const WORDS = {
  es: {
    tagline: "Mantiene unidos a un programa de intercambio y a sus egresados, en el chat que ya usan.",
    page_language: "Idioma de esta página",
    which_phone: "Teléfono que se muestra",
    cards_short: "Tarjetas",
    cards: "Tarjetas de acceso",
    step_card: "Tome una tarjeta.",
    step_card_more: "Escriba su clave en cualquiera de los teléfonos; le pedirán el apellido.",
    step_talk: "Cuente cómo va el plan.",
    step_talk_more: "Con botones, con números o en una línea: «avance 60».",
    step_leave: "Vaya y vuelva.",
    step_leave_more: "Cambie de idioma, regrese, cierre la página: nada se pierde.",
    no_cards: "Ya se usaron todas las tarjetas.",
    fictional: "Todo ocurre en este equipo. Las personas son inventadas.",
    close: "Cerrar",
    copy: "Copiar",
    copied: "Clave copiada.",
    typed: "La clave está en el teléfono; falta enviarla.",
    type_on: "Escribir en {channel}",
    owner: "De quién es este teléfono",
    fresh: "Teléfono nuevo",
    seeded: "Personas ficticias",
    another: "Otro teléfono nuevo",
    hello: "Hola",
    start_telegram: "Iniciar",
    start_whatsapp: "Decir «Hola»",
    attach: "Adjuntar",
    sample: "Foto de ejemplo",
    choose: "Foto o documento",
    message: "Mensaje",
    send: "Enviar",
    bot: "bot",
    online: "en línea",
    typing: "escribiendo…",
    conversation: "Conversación en {channel}",
    bot_says: "Lazos:",
    i_say: "Usted:",
    today: "Hoy",
    demo_note: "Demostración: nada sale de este equipo y las personas son inventadas.",
    picture: "Foto enviada",
    drawing: "Imagen recibida",
    lost: "Sin conexión. Reconectando…",
    too_large: "El archivo es demasiado grande.",
    not_sent: "No se pudo enviar. Intente de nuevo.",
    chosen: "elegido",
  },
  en: {
    tagline: "Keeps an exchange programme and its alumni together, in the chat they already use.",
    page_language: "Language of this page",
    which_phone: "Phone shown",
    cards_short: "Cards",
    cards: "Access cards",
    step_card: "Take a card.",
    step_card_more: "Type its code on either phone; you will be asked for the family name.",
    step_talk: "Tell how the plan is going.",
    step_talk_more: "With buttons, with numbers or in one line: “progress 60”.",
    step_leave: "Come and go.",
    step_leave_more: "Change the language, go back, close the page: nothing is lost.",
    no_cards: "All cards have been used.",
    fictional: "Everything happens on this computer. The people are invented.",
    close: "Close",
    copy: "Copy",
    copied: "Code copied.",
    typed: "The code is in the phone, ready to be sent.",
    type_on: "Type it on {channel}",
    owner: "Whose phone this is",
    fresh: "New phone",
    seeded: "Fictional people",
    another: "Another new phone",
    hello: "Hello",
    start_telegram: "Start",
    start_whatsapp: "Say “Hello”",
    attach: "Attach",
    sample: "Sample photo",
    choose: "Photo or document",
    message: "Message",
    send: "Send",
    bot: "bot",
    online: "online",
    typing: "typing…",
    conversation: "Conversation on {channel}",
    bot_says: "Lazos:",
    i_say: "You:",
    today: "Today",
    demo_note: "Demo: nothing leaves this computer, and the people are invented.",
    picture: "Photo sent",
    drawing: "Picture received",
    lost: "No connection. Reconnecting…",
    too_large: "The file is too large.",
    not_sent: "It could not be sent. Please try again.",
    chosen: "chosen",
  },
};

const KEPT = "lazos.demo.language";
let language = localStorage.getItem(KEPT) ?? (navigator.language.startsWith("en") ? "en" : "es");
if (!(language in WORDS)) language = "es";

/** The language the page is in. */
export const current = () => language;

/** A sentence of the page, its `{blank}`s filled. */
export function words(key, blanks = {}) {
  return WORDS[language][key].replace(/\{(\w+)\}/g, (blank, name) => blanks[name] ?? blank);
}

/** Puts words to everything below `root` that asks for some. */
export function speak(root) {
  for (const each of root.querySelectorAll("[data-words]")) each.textContent = words(each.dataset.words);
  for (const each of root.querySelectorAll("[data-label]")) each.setAttribute("aria-label", words(each.dataset.label));
  for (const each of root.querySelectorAll("[data-placeholder]")) each.placeholder = words(each.dataset.placeholder);
  for (const each of root.querySelectorAll("button[data-label]")) each.title = words(each.dataset.label);
}

/** Changes the language of the page for now and later. */
export function change(wanted) {
  language = wanted;
  localStorage.setItem(KEPT, wanted);
  document.documentElement.lang = wanted;
}

document.documentElement.lang = language;
