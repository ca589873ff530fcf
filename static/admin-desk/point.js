// The map of a point field: click or drag to set the point, and let it follow the chosen place. The two typed fields
// hold the truth; everything here only reads and writes them.
"use strict";
{
  const DIGITS = 5; // about a metre
  const round = (degrees) => String(Number(degrees.toFixed(DIGITS)));
  // Precisions that the codebook codes at the place's own point.
  const POINTED = ["exact", "settlement"];

  class PointPicker {
    constructor(root) {
      this.root = root;
      [this.latitude, this.longitude] = root.querySelectorAll("input");
      this.news = root.querySelector(".point-news");
      this.place = null;
      this.follows = !this.latlng(); // until somebody sets the point by hand
      this.drawMap();
      this.listen();
      this.placeChanged({ isFirst: true });
    }

    drawMap() {
      const box = this.root.querySelector(".point-map");
      box.hidden = false;
      this.root.querySelector(".point-buttons").hidden = false;
      const attributionControl = Boolean(this.root.dataset.tiles);
      this.map = L.map(box, { zoomSnap: 0.5, worldCopyJump: true, attributionControl });
      this.map.setView([25, 30], 2);
      window.deskBasemap(this.map, this.root.dataset);
      const icon = L.divIcon({ className: "map-pin", iconSize: [22, 22] });
      this.marker = L.marker([0, 0], { icon, draggable: true, keyboard: false });
      this.showPoint();
      if (this.latlng()) this.map.setView(this.latlng(), 9);
    }

    listen() {
      this.map.on("click", (event) => this.setByHand(event.latlng.wrap()));
      this.marker.on("dragend", () => this.setByHand(this.marker.getLatLng().wrap()));
      for (const input of [this.latitude, this.longitude]) {
        input.addEventListener("paste", (event) => this.paste(event));
        input.addEventListener("change", () => this.typed());
      }
      for (const button of this.root.querySelectorAll("[data-do]")) {
        button.addEventListener("click", () => this[button.dataset.do]());
      }
      // Select2 tells jQuery alone that its choice changed; the admin says so too where nothing did, on opening a form.
      this.chooser = document.getElementById(this.root.dataset.follows);
      this.chosen = this.chooser?.value;
      if (this.chooser) django.jQuery(this.chooser).on("change", () => this.choose());
      new ResizeObserver(() => this.map.invalidateSize()).observe(this.map.getContainer());
    }

    // --- The point ---

    latlng() {
      const [latitude, longitude] = [this.latitude.value, this.longitude.value].map((text) => text.trim());
      const isPoint = latitude && longitude && Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
      return isPoint ? L.latLng(Number(latitude), Number(longitude)) : null;
    }

    setPoint(latlng) {
      this.latitude.value = latlng ? round(latlng.lat) : "";
      this.longitude.value = latlng ? round(latlng.lng) : "";
      this.latitude.dispatchEvent(new Event("input", { bubbles: true })); // for whoever watches the form
      this.showPoint();
    }

    setByHand(latlng) {
      this.follows = false;
      this.setPoint(latlng);
      this.say("");
    }

    showPoint() {
      const latlng = this.latlng();
      if (latlng) this.marker.setLatLng(latlng).addTo(this.map);
      else this.marker.remove();
    }

    typed() {
      this.follows = !this.latlng();
      this.showPoint();
      if (this.latlng() && !this.map.getBounds().contains(this.latlng())) this.map.setView(this.latlng());
    }

    // "34.3817, 40.9839", as most maps copy it.
    paste(event) {
      const pasted = event.clipboardData.getData("text");
      const found = pasted.match(/^\s*(-?\d+(?:\.\d+)?)\s*[,;\s]\s*(-?\d+(?:\.\d+)?)\s*$/);
      if (!found) return;
      event.preventDefault();
      [this.latitude.value, this.longitude.value] = [found[1], found[2]];
      this.typed();
    }

    // --- The chosen place ---

    choose() {
      if (this.chooser.value === this.chosen) return;
      this.chosen = this.chooser.value;
      this.placeChanged({ isFirst: false });
    }

    async placeChanged({ isFirst }) {
      this.place = null;
      if (!this.chooser?.value) return;
      const address = this.root.dataset.places.replace("/0/", `/${encodeURIComponent(this.chooser.value)}/`);
      const answer = await fetch(address);
      if (!answer.ok) return;
      this.place = await answer.json();
      if (!isFirst) this.suggestPrecision();
      if (!this.follows) return;
      this.show();
      if (!isFirst && POINTED.includes(this.place.precision)) this.putOnPlace();
      else if (!isFirst) this.setPoint(null);
    }

    // A site means an exact spot, a province its whole area: what was not chosen by hand follows the place.
    suggestPrecision() {
      const precision = document.getElementById("id_precision");
      if (precision && !precision.dataset.chosen) precision.value = this.place.precision;
    }

    putOnPlace() {
      if (!this.place?.point) return;
      const [latitude, longitude] = this.place.point;
      this.setPoint(L.latLng(latitude, longitude));
      this.say(`The point is on ${this.place.name}. Drag it if the report says more.`);
    }

    // --- Buttons, by their data-do ---

    show() {
      if (!this.place) return this.say("Choose a place first.");
      if (!this.place.box) return this.say(`Where ${this.place.name} lies is not known here.`);
      const [west, south, east, north] = this.place.box;
      this.map.fitBounds([[south, west], [north, east]], { maxZoom: 9 });
    }

    onPlace() {
      if (!this.place) return this.say("Choose a place first.");
      if (!this.place.point) return this.say(`${this.place.name} has no point here.`);
      this.putOnPlace();
      this.show();
    }

    centre() { this.setByHand(this.map.getCenter().wrap()); }

    clear() {
      this.setPoint(null);
      this.follows = true;
      this.say("");
    }

    say(sentence) { this.news.textContent = sentence; }
  }

  const start = () => {
    document.getElementById("id_precision")?.addEventListener("change", (event) => {
      event.target.dataset.chosen = "1";
    });
    document.querySelectorAll(".point-picker").forEach((root) => new PointPicker(root));
  };
  // Select2 is set up when the page is ready; scripts in the head run before.
  document.addEventListener("DOMContentLoaded", start);
}
