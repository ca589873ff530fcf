// The events behind one sign, as a list that the keyboard can go through.

import { wordsOf } from "./map_words.js";

function made(tag, words, attributes = {}) {
  return Object.assign(document.createElement(tag), { textContent: words, ...attributes });
}

// Where the list of a sign is: its question, narrowed to the sign's place and perhaps to a time.
function address(mapUrl, sign, period) {
  const url = new URL(mapUrl, location.href);
  const asked = new URL("map/spot.json", url);
  asked.search = url.search;
  const { latitude, longitude } = sign;
  asked.searchParams.set("bbox", (sign.box || [longitude, latitude, longitude, latitude]).join());
  for (const [name, day] of Object.entries(period || {})) asked.searchParams.set(name, day);
  return asked;
}

function line({ title, url, when, killed, near }) {
  const item = document.createElement("li");
  item.append(made("a", title, { href: url }), made("p", [when, killed, near].filter(Boolean).join(". ") + "."));
  return item;
}

export async function listOf(mapUrl, sign, period) {
  const answer = await fetch(address(mapUrl, sign, period));
  const found = await answer.json();
  if (!answer.ok) throw new Error(found.error);
  const box = made("div", "", { className: "spot", tabIndex: -1 });
  box.append(made("p", period ? found.words : wordsOf(sign), { className: "spot-words" }));
  const list = box.appendChild(document.createElement("ul"));
  list.append(...found.shown.map(line));
  if (found.every) {
    const item = list.appendChild(document.createElement("li"));
    item.append(made("a", found.every, { href: found.url }));
  }
  return box;
}
