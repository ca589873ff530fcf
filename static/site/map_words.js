// What the map says of its signs. Sentences come from the catalogue of the page's language (/words.js).

// Figures look the same in every language (docs/adr/0008).
export function figure(number) {
  return number.toLocaleString("en", { maximumFractionDigits: 1 });
}

export function counted(words, number) {
  return interpolate(words, { number: figure(number) }, true);
}

export function eventsOf(number) {
  return counted(ngettext("%(number)s event", "%(number)s events", number), number);
}

// Nobody's figure is not zero: what is not given is counted beside what is.
export function killedOf({ events, deaths, without_deaths: without }) {
  if (without === events) return gettext("number killed not known");
  const killed = counted(ngettext("%(number)s killed", "%(number)s killed", deaths), deaths);
  if (!without) return killed;
  const unsaid = ngettext("%(number)s event gives no figure", "%(number)s events give no figure", without);
  return `${killed} (${counted(unsaid, without)})`;
}

export function placeOf({ place, box }) {
  return place && box ? interpolate(gettext("%(place)s and around"), { place }, true) : place;
}

export function wordsOf(sign) {
  const said = [[placeOf(sign), eventsOf(sign.events)].filter(Boolean).join(": "), killedOf(sign)];
  if (sign.coarse) {
    const near = ngettext("%(number)s only known to be near", "%(number)s only known to be near", sign.coarse);
    said.push(counted(near, sign.coarse));
  }
  return said.join("; ");
}
