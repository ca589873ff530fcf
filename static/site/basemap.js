// The map under the events: our own outlines and names, or the tile server that the maintainer configured.
// Colours come from map.css by class, so dark mode and print need nothing here.

const FILES = new URL("../basemap/", import.meta.url);
const UNITS_FROM = 5; // zoom at which borders inside a country appear
const NAMES_FROM = 2;
const UNIT_NAMES_FROM = 6;
const TOWNS_FROM = 7;
const WORLD = [[-85, -180], [85, 180]];
const loaded = new Map();

function load(path) {
  if (!loaded.has(path)) {
    loaded.set(path, fetch(new URL(path, FILES)).then((answer) => (answer.ok ? answer.json() : { features: [] })));
  }
  return loaded.get(path);
}

function lines(features, className, pane) {
  const renderer = L.svg({ pane, padding: 0.5 });
  return L.geoJSON(features, { pane, interactive: false, renderer, style: { className } });
}

function nameOf(properties) {
  return properties[document.documentElement.lang] || properties.en;
}

const ruler = document.createElement("canvas").getContext("2d");

// As wide as map.css writes it, in pixels.
function widthOf(text, isCountry) {
  ruler.font = `${isCountry ? "600 12px" : "11.2px"} "conflictdb Sans", sans-serif`;
  return ruler.measureText(text).width + (isCountry ? text.length * 0.5 : 0);
}

function labelAt(latitude, longitude, text, className) {
  const box = document.createElement("span");
  box.textContent = text;
  return L.marker([latitude, longitude], {
    pane: "labels",
    interactive: false,
    keyboard: false,
    icon: L.divIcon({ html: box, className: `map-label ${className}`, iconSize: [0, 0] }),
  });
}

function boxesOf({ type, coordinates }) {
  const polygons = type === "MultiPolygon" ? coordinates : [coordinates];
  return polygons.map(([outer]) => L.latLngBounds(outer.map(([longitude, latitude]) => [latitude, longitude])));
}

class Basemap {
  constructor(map) {
    this.map = map;
    this.units = new Map(); // alpha-3 code -> features
    this.labels = L.layerGroup().addTo(map);
    this.unitLines = L.layerGroup().addTo(map);
    for (const [pane, order] of [["land", 200], ["units", 210], ["labels", 450]]) {
      map.createPane(pane).style.zIndex = order;
      map.getPane(pane).style.pointerEvents = "none";
    }
  }

  async start() {
    this.countries = (await load("countries.json")).features;
    lines(this.countries, "land", "land").addTo(this.map);
    // One box for each island: that of all of the United States reaches around the world.
    this.parts = new Map(this.countries.map(({ id, geometry }) => [id, boxesOf(geometry)]));
    const boxes = new Map(this.countries.map((one) => [one, L.geoJSON(one).getBounds()]));
    const extent = (one) => boxes.get(one).getSouthWest().distanceTo(boxes.get(one).getNorthEast());
    this.countries.sort((one, other) => extent(other) - extent(one)); // where names collide, the larger one stands
    this.map.on("moveend", () => this.follow());
    await this.follow();
  }

  // Draw what belongs to the countries in sight.
  async follow() {
    const zoom = this.map.getZoom();
    const sight = this.map.getBounds();
    const here = this.countries.filter((one) => this.parts.get(one.id).some((box) => box.intersects(sight)));
    const codes = zoom >= UNITS_FROM ? here.map((one) => one.id) : [];
    await Promise.all(codes.filter((code) => !this.units.has(code)).map((code) => this.fetchUnits(code)));
    if (zoom !== this.map.getZoom()) return; // a later move draws instead
    this.labels.clearLayers();
    this.unitLines.clearLayers();
    this.taken = []; // boxes of labels, in pixels
    if (zoom >= NAMES_FROM) here.forEach((one) => this.nameCountry(one));
    codes.forEach((code) => this.drawBorders(code));
    codes.forEach((code) => this.nameWithin(code, zoom));
  }

  async fetchUnits(code) {
    this.units.set(code, (await load(`admin1/${code}.json`)).features);
  }

  nameCountry({ properties }) {
    const [longitude, latitude] = properties.label;
    this.label(latitude, longitude, nameOf(properties), "map-label-country");
  }

  drawBorders(code) {
    const borders = (this.units.get(code) || []).filter((one) => one.geometry.type.endsWith("LineString"));
    lines(borders, "land-unit", "units").addTo(this.unitLines);
  }

  nameWithin(code, zoom) {
    for (const { properties, geometry } of this.units.get(code) || []) {
      if (geometry.type !== "Point") continue;
      const isTown = properties.kind === "settlement";
      const isShown = isTown
        ? zoom >= TOWNS_FROM && properties.population >= 3e5 / 4 ** (zoom - TOWNS_FROM)
        : zoom >= UNIT_NAMES_FROM && zoom < 9;
      const [longitude, latitude] = geometry.coordinates;
      if (isShown) this.label(latitude, longitude, nameOf(properties), isTown ? "map-label-town" : "map-label-unit");
    }
  }

  // Write a name where it is in sight and covers no other.
  label(latitude, longitude, text, className) {
    const { x, y } = this.map.latLngToContainerPoint([latitude, longitude]);
    const size = this.map.getSize();
    if (x < 0 || y < 0 || x > size.x || y > size.y) return; // measuring it would fetch letters that nobody sees
    const [halfWidth, halfHeight] = [widthOf(text, className === "map-label-country") / 2 + 4, 8];
    const box = L.bounds([x - halfWidth, y - halfHeight], [x + halfWidth, y + halfHeight]);
    if (this.taken.some((other) => other.overlaps(box))) return;
    this.taken.push(box);
    labelAt(latitude, longitude, text, className).addTo(this.labels);
  }
}

export function createMap(element, options = {}) {
  element.hidden = false;
  const map = L.map(element, {
    minZoom: 1,
    maxZoom: 12,
    maxBounds: WORLD,
    maxBoundsViscosity: 1,
    zoomSnap: 0.5,
    ...options,
  });
  map.attributionControl.setPrefix(false);
  const { tiles, tilesAttribution } = element.dataset;
  if (tiles) {
    // The tile server learns which site asks, and not which page.
    L.tileLayer(tiles, { attribution: tilesAttribution, referrerPolicy: "strict-origin", noWrap: true }).addTo(map);
  } else {
    map.attributionControl.addAttribution("Natural Earth, GeoNames");
    map.whenReady(() => new Basemap(map).start());
  }
  return map;
}

export function symbolIcon(name, count = 1) {
  const box = document.createElement("span");
  const shape = `<use href="#t-${name}"/>`;
  box.innerHTML = `<svg class="symbol type-${name}" viewBox="0 0 16 16" aria-hidden="true">${shape}</svg>`;
  if (count > 1) {
    const badge = document.createElement("span");
    badge.className = "pin-count";
    badge.textContent = count.toLocaleString("en");
    box.append(badge);
  }
  return L.divIcon({ html: box, className: "pin", iconSize: [24, 24] });
}

export async function outline(url, className) {
  const answer = await fetch(url);
  if (!answer.ok) return null;
  const feature = await answer.json();
  return feature.geometry && L.geoJSON(feature, { style: { className }, interactive: false });
}
