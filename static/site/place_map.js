// The small map of one event or one place: a spot only where the record gives one, else a ring or an outline.

import { createMap, outline, symbolIcon } from "./basemap.js";

const CLOSEST = 9; // zoom; closer shows nothing more on our own map
const PINS = ["exact", "settlement"];

async function draw(element) {
  const { latitude, longitude, radiusKm, precision, symbol, boundary } = element.dataset;
  const shapes = L.featureGroup();
  if (latitude !== undefined) {
    const spot = [Number(latitude), Number(longitude)];
    if (Number(radiusKm) > 0.5) shapes.addLayer(L.circle(spot, { radius: radiusKm * 1000, className: "ring", interactive: false }));
    if (PINS.includes(precision)) {
      shapes.addLayer(L.marker(spot, { icon: symbolIcon(symbol), interactive: false, keyboard: false }));
    }
  } else if (boundary) {
    const area = await outline(boundary, "area");
    if (area) shapes.addLayer(area);
  }
  if (!shapes.getLayers().length) return;
  element.hidden = false;
  const map = createMap(element, { scrollWheelZoom: false });
  map.fitBounds(shapes.getBounds().pad(PINS.includes(precision) ? 8 : 0.6), { maxZoom: CLOSEST });
  shapes.addTo(map);
}

document.querySelectorAll("[data-place-map]").forEach(draw);
