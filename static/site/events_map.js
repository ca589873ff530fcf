// The map of a selection. It asks for what is in sight: spots where there are few events, cells where there are many.
// Everything it shows is also in the lists of the page, so its marks are not in the order of the Tab key.

import { createMap, outline, symbolIcon } from "./basemap.js";

const OUTLINES = 12; // areas drawn without being asked for
const LARGEST = 30; // radius of the fullest cell, in pixels

function text(tag, words, className = "") {
  const made = document.createElement(tag);
  made.textContent = words;
  if (className) made.className = className;
  return made;
}

function link(url, words) {
  const made = text("a", words);
  made.href = url;
  return made;
}

// Figures look the same in every language (docs/adr/0008).
function counted(words, number) {
  return interpolate(words, { number: number.toLocaleString("en") }, true);
}

function popup(spot) {
  const list = document.createElement("ul");
  for (const one of spot.shown) {
    const line = document.createElement("li");
    line.append(link(one.url, one.title), text("p", `${one.when}. ${one.killed}.`));
    list.append(line);
  }
  if (spot.events > spot.shown.length) {
    const line = document.createElement("li");
    line.append(link(spot.url, counted(gettext("All %(number)s events here"), spot.events)));
    list.append(line);
  }
  return list;
}

class EventsMap {
  constructor(element) {
    this.url = element.dataset.eventsMap;
    this.status = document.querySelector("[data-map-status]");
    this.marks = L.layerGroup();
    this.outlines = new Map();
    this.map = createMap(element, { scrollWheelZoom: !matchMedia("(pointer: coarse)").matches });
    this.show(element.dataset.box);
    this.marks.addTo(this.map);
    this.map.on("moveend", () => this.follow());
    this.follow();
    this.drawAreas();
  }

  show(box) {
    const [west, south, east, north] = box ? box.split(",").map(Number) : [-170, -55, 170, 72];
    this.map.fitBounds([[south, west], [north, east]], { padding: [24, 24], maxZoom: 8 });
  }

  async follow() {
    this.waiting?.abort();
    this.waiting = new AbortController();
    const sight = this.map.getBounds().pad(0.1);
    const within = (value, limit) => Math.max(-limit, Math.min(limit, value)).toFixed(4);
    const view = [
      within(sight.getWest(), 180), within(sight.getSouth(), 90), within(sight.getEast(), 180), within(sight.getNorth(), 90),
    ];
    const glue = this.url.includes("?") ? "&" : "?";
    try {
      const address = `${this.url}${glue}view=${view}&zoom=${Math.floor(this.map.getZoom())}`;
      const answer = await fetch(address, { signal: this.waiting.signal });
      const found = await answer.json();
      if (!answer.ok) throw new Error(found.error);
      this.draw(found);
    } catch (error) {
      if (error.name !== "AbortError") this.say(gettext("The map cannot be filled just now; the lists can still be read."));
    }
  }

  draw({ spots, cells, left_out: leftOut }) {
    this.marks.clearLayers();
    const most = Math.max(1, ...cells.map((cell) => cell.events));
    for (const cell of cells) this.addCell(cell, most);
    for (const spot of spots) this.addSpot(spot);
    const count = [...spots, ...cells].reduce((sum, one) => sum + one.events, 0);
    const said = [counted(ngettext("%(number)s event in sight.", "%(number)s events in sight.", count), count)];
    if (leftOut) said.push(counted(gettext("%(number)s more do not fit: look closer."), leftOut));
    else if (cells.length) said.push(gettext("The larger a circle, the more events; choose one to look closer."));
    this.say(said.join(" "));
  }

  addCell(cell, most) {
    const spot = [cell.latitude, cell.longitude];
    const radius = 3 + (LARGEST - 3) * Math.sqrt(cell.events / most);
    L.circleMarker(spot, { radius, className: "cell" })
      .bindTooltip(cell.words)
      .on("click", () => this.map.setView(spot, this.map.getZoom() + 2))
      .addTo(this.marks);
  }

  addSpot(spot) {
    const place = [spot.latitude, spot.longitude];
    const shape = spot.is_pin
      ? L.marker(place, { icon: symbolIcon(spot.symbol, spot.events), keyboard: false })
      : L.circle(place, { radius: spot.radius_km * 1000, className: "ring" });
    shape.bindPopup(() => popup(spot)).addTo(this.marks);
  }

  // Outlines of the areas in the list beside the map: the first few at once, any when its line is pointed at.
  drawAreas() {
    const lines = [...document.querySelectorAll("[data-boundary]")];
    lines.slice(0, OUTLINES).forEach((line) => this.areaOf(line));
    for (const line of lines) {
      const mark = async (isShown) => {
        const area = await this.areaOf(line);
        area?.eachLayer((layer) => layer.getElement()?.classList.toggle("area-shown", isShown));
      };
      for (const happening of ["mouseenter", "focusin"]) line.addEventListener(happening, () => mark(true));
      for (const happening of ["mouseleave", "focusout"]) line.addEventListener(happening, () => mark(false));
    }
  }

  areaOf(line) {
    const url = line.dataset.boundary;
    if (!this.outlines.has(url)) {
      this.outlines.set(url, outline(url, "area").then((area) => area && area.addTo(this.map).bringToBack()));
    }
    return this.outlines.get(url);
  }

  say(words) {
    if (this.status) this.status.textContent = words;
  }
}

export function start() {
  const element = document.querySelector("[data-events-map]:not(.leaflet-container)");
  if (element) new EventsMap(element);
}

start();
document.addEventListener("htmx:afterSettle", start); // the filter replaces the page's content
