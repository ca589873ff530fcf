// The map of a selection: one sign for each spot, or for each cell where there are many. What can be learnt from a sign
// by pointing at it can also be learnt from the list of the largest ones, which the keyboard reaches.

import { createMap, outline, symbolIcon } from "./basemap.js";
import { counted, eventsOf, figure, killedOf, placeOf, wordsOf } from "./map_words.js";
import { Player } from "./player.js";
import { Sign, radiusOf } from "./signs.js";
import { listOf } from "./spot.js";

const OUTLINES = 12; // areas drawn without being asked for
const LISTED = 12;
const RINGS_FROM = 6; // zoom at which rings are large enough to be told from signs
const CLOSEST = 12;
const INSIDE = 1e-4; // degrees; keeps a box of whole tiles from touching the next ones

let sized = new URLSearchParams(location.search).get("size"); // what size stands for, on whichever map the page has

export class EventsMap {
  constructor(element) {
    this.element = element;
    this.parts = element.closest(".events-map") || document;
    this.part("more").hidden = false;
    this.signs = L.layerGroup();
    this.outlines = new Map();
    this.map = createMap(element, { scrollWheelZoom: !matchMedia("(pointer: coarse)").matches });
    this.map.createPane("signs").style.zIndex = 420; // over the outlines of areas, under names
    this.renderer = L.canvas({ padding: 0.3, pane: "signs" });
    this.show(element.dataset.box);
    this.signs.addTo(this.map);
    this.map.on("moveend", () => this.follow());
    this.chooseSize();
    this.player = new Player(this);
    this.watch();
    this.follow();
    this.drawAreas();
  }

  part(name) {
    return this.parts.querySelector(`[data-map-${name}]`);
  }

  get url() {
    return this.element.dataset.eventsMap;
  }

  show(box) {
    const [west, south, east, north] = box ? box.split(",").map(Number) : [-170, -55, 170, 72];
    this.map.fitBounds([[south, west], [north, east]], { padding: [24, 24], maxZoom: 8 });
  }

  // The page tells of a new selection by new attributes.
  watch() {
    let { box } = this.element.dataset;
    const changed = () => {
      this.map.closePopup();
      const isElsewhere = this.element.dataset.box !== box;
      box = this.element.dataset.box;
      if (isElsewhere && box) this.show(box);
      this.follow();
      this.drawAreas();
    };
    new MutationObserver(changed).observe(this.element, { attributeFilter: ["data-events-map"] });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
  }

  // Whole tiles, so that the same places are asked for by the same address, and cells stay as one moves.
  inSight() {
    const zoom = Math.max(0, Math.min(CLOSEST, Math.round(this.map.getZoom())));
    const sight = this.map.getBounds();
    const limit = (value) => Math.max(0, Math.min(2 ** zoom - 1, value));
    const tileOf = (spot) => this.map.project(spot, zoom).divideBy(256).floor();
    const [first, last] = [tileOf(sight.getNorthWest()), tileOf(sight.getSouthEast())];
    const corner = (x, y) => this.map.unproject(L.point(x, y).multiplyBy(256), zoom);
    const northWest = corner(limit(first.x), limit(first.y));
    const southEast = corner(limit(last.x) + 1, limit(last.y) + 1);
    const view = [northWest.lng + INSIDE, southEast.lat + INSIDE, southEast.lng - INSIDE, northWest.lat - INSIDE];
    return { view: view.map((edge) => edge.toFixed(4)).join(), zoom };
  }

  async ask(path) {
    const address = new URL(path, new URL(this.url, location.href));
    address.search = new URL(this.url, location.href).search;
    for (const [name, value] of Object.entries(this.inSight())) address.searchParams.set(name, value);
    if (this.asked === address.href) return null; // it is drawn, or on its way
    this.asked = address.href;
    this.waiting?.abort();
    this.waiting = new AbortController();
    try {
      const answer = await fetch(address, { signal: this.waiting.signal });
      const found = await answer.json();
      if (!answer.ok) throw new Error(found.error);
      return found;
    } catch (error) {
      if (error.name !== "AbortError") {
        this.asked = null;
        this.say(gettext("The map cannot be filled just now; the lists can still be read."));
      }
      return null;
    }
  }

  async follow() {
    if (this.player.isOpen) return this.player.follow();
    if (this.drawn) this.describe();
    const found = await this.ask("map.json");
    if (!found) return;
    this.nearKm = found.near_km;
    const named = (values) => Object.fromEntries(found.fields.map((name, place) => [name, values[place]]));
    this.found = found.signs.map(named);
    this.draw();
  }

  draw() {
    if (this.player.isOpen) return this.player.draw();
    const found = this.found || [];
    const most = Math.max(1, ...found.map((sign) => sign[this.size]));
    this.drawn = found.toSorted((one, other) => other[this.size] - one[this.size]); // the small ones on top
    this.signs.clearLayers();
    this.drawn.forEach((sign) => this.add(sign, most));
    this.drawScale(most);
    this.describe();
  }

  add(sign, most) {
    const { symbol, coarse, events, box } = sign;
    const isRingOnly = !box && coarse === events;
    const drawn = new Sign([sign.latitude, sign.longitude], {
      pane: "signs",
      renderer: this.renderer,
      radius: radiusOf(sign[this.size], most),
      symbol,
      isHollow: this.size === "deaths" && sign.without_deaths === events,
      isRingOnly,
      ringKm: isRingOnly || (coarse && !box && this.map.getZoom() >= RINGS_FROM) ? this.nearKm : 0,
    });
    drawn.bindTooltip(() => wordsOf(sign)).on("click", () => this.open(sign)).addTo(this.signs);
  }

  // A closer look at what lies on several spots; the list of what lies on one.
  async open(sign, period) {
    const spot = [sign.latitude, sign.longitude];
    if (sign.box && this.map.getZoom() < CLOSEST) {
      const [west, south, east, north] = sign.box;
      const bounds = L.latLngBounds([[south, west], [north, east]]);
      const zoom = Math.min(CLOSEST, Math.max(this.map.getBoundsZoom(bounds.pad(0.2)), this.map.getZoom() + 1));
      this.map.setView(bounds.getCenter(), zoom);
      return;
    }
    try {
      const list = await listOf(this.url, sign, period);
      const before = document.activeElement;
      const widest = Math.min(320, this.map.getSize().x - 90);
      // For the buttons of the zoom.
      const room = { autoPanPaddingTopLeft: [50, 10], autoPanPaddingBottomRight: [10, 10] };
      const popup = L.popup({ minWidth: Math.min(220, widest), maxWidth: widest, ...room });
      popup.setLatLng(spot).setContent(list).openOn(this.map);
      list.focus({ preventScroll: true });
      // Leaflet listens on the map alone.
      list.addEventListener("keydown", ({ key }) => key === "Escape" && popup.close());
      popup.on("remove", () => before?.isConnected && before.focus({ preventScroll: true }));
    } catch {
      this.say(gettext("The map cannot be filled just now; the lists can still be read."));
    }
  }

  // Whole tiles are drawn, so as to be there when the map is moved a little; what is said stops at its edges.
  describe() {
    const sight = this.map.getBounds();
    const seen = this.drawn.filter((sign) => sight.contains([sign.latitude, sign.longitude]));
    const sum = (name) => seen.reduce((total, sign) => total + sign[name], 0);
    const [events, without] = [sum("events"), sum("without_deaths")];
    const said = [counted(ngettext("%(number)s event in sight.", "%(number)s events in sight.", events), events)];
    if (this.size === "deaths") said.push(`${killedOf({ events, deaths: sum("deaths"), without_deaths: without })}.`);
    if (seen.some((sign) => sign.box)) said.push(gettext("Choose a sign to look closer."));
    this.say(said.join(" "));
    this.list(seen.slice(0, LISTED));
  }

  // Two or three sizes and what they stand for.
  drawScale(most) {
    const steps = [...new Set([1, Math.round(most / 10), Math.round(most)])].filter((value) => value >= 1);
    this.part("scale").replaceChildren(
      ...steps.map((value) => {
        const radius = radiusOf(value, most);
        const step = document.createElement("span");
        const size = 2 * radius;
        step.innerHTML = `<svg width="${size}" height="${size}" viewBox="0 0 16 16"><use href="#t-protests"/></svg>`;
        step.append(figure(value));
        return step;
      }),
    );
  }

  list(largest) {
    const lines = largest.map((sign) => {
      const item = document.createElement("li");
      const button = Object.assign(document.createElement("button"), { type: "button", className: "button-link" });
      button.textContent = placeOf(sign) || `${sign.latitude.toFixed(2)}, ${sign.longitude.toFixed(2)}`;
      button.addEventListener("click", () => this.open(sign));
      item.append(symbolIcon(sign.symbol).options.html, " ", button, ` ${eventsOf(sign.events)}; ${killedOf(sign)}`);
      return item;
    });
    const list = this.part("list");
    const isInUse = list.contains(document.activeElement);
    list.replaceChildren(...lines);
    if (isInUse) list.querySelector("button")?.focus({ preventScroll: true }); // the keyboard stays in the list
  }

  // What size stands for is part of the address, so that a link shows what its sender saw.
  chooseSize() {
    const choices = [...this.parts.querySelectorAll("[name=map-size]")];
    const take = (size) => {
      sized = this.size = size;
      this.part("deaths").hidden = size !== "deaths";
      for (const choice of choices) choice.checked = choice.value === size;
    };
    take(sized === "deaths" ? sized : "events");
    const write = () => {
      const here = new URL(location.href);
      if (this.size === "deaths") here.searchParams.set("size", "deaths");
      else here.searchParams.delete("size");
      if (here.href !== location.href) history.replaceState(history.state, "", here);
    };
    for (const choice of choices) {
      choice.addEventListener("change", () => {
        take(choice.value);
        write();
        this.draw();
      });
    }
    write();
    // The filter wrote another address, and what it brought had such choices too, which took the tick from ours.
    document.addEventListener("htmx:afterSettle", () => {
      if (!this.element.isConnected) return;
      take(this.size);
      write();
    });
  }

  // Outlines of the areas in the list beside the map: the first few at once, any when its line is pointed at.
  drawAreas() {
    const lines = [...document.querySelectorAll("[data-boundary]")];
    const listed = new Set(lines.map((line) => line.dataset.boundary));
    for (const [url, area] of this.outlines) if (!listed.has(url)) this.forget(url, area);
    lines.slice(0, OUTLINES).forEach((line) => this.areaOf(line.dataset.boundary));
    for (const line of lines) {
      const mark = async (isShown) => {
        const area = await this.areaOf(line.dataset.boundary);
        area?.eachLayer((layer) => layer.getElement()?.classList.toggle("area-shown", isShown));
      };
      for (const happening of ["mouseenter", "focusin"]) line.addEventListener(happening, () => mark(true));
      for (const happening of ["mouseleave", "focusout"]) line.addEventListener(happening, () => mark(false));
    }
  }

  areaOf(url) {
    if (!this.outlines.has(url)) {
      this.outlines.set(url, outline(url, "area").then((area) => area && area.addTo(this.map).bringToBack()));
    }
    return this.outlines.get(url);
  }

  async forget(url, area) {
    this.outlines.delete(url);
    (await area)?.remove();
  }

  say(words) {
    this.part("status").textContent = words;
  }
}
