// The desk's map background, drawn from our own files: countries of the world, and nearer by, the units and towns of
// those in view. Tiles are added only if the maintainer has set up a tile server. Exposes window.deskBasemap.
"use strict";
{
  const NEAR = 5; // zoom from which a country's own file is worth loading
  const TOWNS_FROM = [[1000000, 5], [200000, 6], [50000, 7], [0, 8]]; // population → zoom from which a name is shown

  const zoomOf = ({ kind, population }) =>
    kind === "settlement" ? TOWNS_FROM.find(([people]) => population >= people)[1] : NEAR;

  const label = (latlng, text, kind, from) => {
    const element = document.createElement("span");
    element.textContent = text;
    const icon = L.divIcon({ className: `map-label map-${kind}`, html: element, iconSize: null });
    return Object.assign(L.marker(latlng, { icon, interactive: false, keyboard: false }), { from });
  };

  const read = async (url) => {
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
    return answer.json();
  };

  class Basemap {
    constructor(map, { basemap, tiles, attribution }) {
      this.map = map;
      this.folder = basemap;
      this.lands = [];
      this.labels = [];
      if (tiles) {
        L.tileLayer(tiles, { attribution, referrerPolicy: "strict-origin" }).addTo(map);
      } else {
        this.world().catch(() => this.absent());
      }
    }

    async world() {
      const world = await read(`${this.folder}countries.json`);
      L.geoJSON(world, {
        interactive: false,
        style: { className: "map-land", weight: 1 },
        onEachFeature: (land, shape) => {
          const [longitude, latitude] = land.properties.label;
          this.labels.push(label([latitude, longitude], land.properties.en, "country", 3));
          this.lands.push({ code: land.id, bounds: shape.getBounds(), shape });
        },
      }).addTo(this.map).bringToBack();
      this.map.on("moveend", () => this.look());
      this.look();
    }

    look() {
      const view = this.map.getBounds();
      if (this.map.getZoom() >= NEAR) {
        for (const land of this.lands.filter((each) => !each.asked && each.bounds.intersects(view))) {
          land.asked = true;
          this.country(land).catch(() => { land.asked = false; });
        }
      }
      this.showLabels(view);
    }

    showLabels(view) {
      const zoom = this.map.getZoom();
      for (const each of this.labels) {
        const isShown = zoom >= each.from && view.contains(each.getLatLng());
        if (isShown) each.addTo(this.map);
        else each.remove();
      }
    }

    async country({ code, shape }) {
      const found = await read(`${this.folder}admin1/${code}.json`);
      L.geoJSON(found, {
        interactive: false,
        filter: (feature) => feature.geometry.type !== "Point",
        style: ({ properties }) => ({ className: `map-${properties.kind}`, weight: 1, fill: false }),
      }).addTo(this.map);
      shape.getElement().classList.add("map-outlined"); // its own coarse edge gives way
      for (const { geometry, properties } of found.features.filter((each) => each.geometry.type === "Point")) {
        const [longitude, latitude] = geometry.coordinates;
        this.labels.push(label([latitude, longitude], properties.en, properties.kind, zoomOf(properties)));
      }
      this.showLabels(this.map.getBounds());
    }

    // Without its files the map is an empty plane that still takes clicks; the typed fields say the rest.
    absent() {
      this.map.getContainer().classList.add("map-absent");
    }
  }

  window.deskBasemap = (map, options) => new Basemap(map, options);
}
