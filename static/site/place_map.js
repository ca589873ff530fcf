// The small map of one event or one place: a spot only where the record gives one, else a ring or an outline.

import { createMap, outline, symbolIcon } from "./basemap.js";

const CLOSEST = 9; // zoom; closer shows nothing more on our own map
const PINS = ["exact", "settlement"];

async function draw(element) {
  const { latitude, longitude, radiusKm, precision, symbol, boundary } = element.dataset;
  const shapes = [];
  let bounds;
  if (latitude !== undefined) {
    const spot = L.latLng(latitude, longitude);
    bounds = spot.toBounds(2000 * Math.max(radiusKm || 0, 1));
    if (radiusKm > 0.5) shapes.push(L.circle(spot, { radius: radiusKm * 1000, className: "ring", interactive: false }));
    if (PINS.includes(precision)) {
      shapes.push(L.marker(spot, { icon: symbolIcon(symbol), interactive: false, keyboard: false }));
    }
  } else if (boundary) {
    const area = await outline(boundary, "area");
    if (area) shapes.push(area);
    bounds = area?.getBounds();
  }
  if (!shapes.length) return void element.remove(); // its place was kept for nothing
  const map = createMap(element, { scrollWheelZoom: false });
  map.fitBounds(bounds.pad(PINS.includes(precision) ? 8 : 0.6), { maxZoom: CLOSEST });
  shapes.forEach((shape) => shape.addTo(map));
}

document.querySelectorAll("[data-place-map]").forEach(draw);
