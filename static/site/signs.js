// The signs of a map: shapes by type, drawn on a canvas, so that a thousand of them are no burden. Leaflet must be
// there.
// Colours and shapes come from the page's style sheet and sprite, so that legend and map cannot differ.

const UNIT = 16; // the drawings of the sprite are 16 wide
const PALE = 0.3;
export const SMALLEST = 5; // radius, in pixels
export const LARGEST = 26;

const shapes = new Map();
const colours = new Map();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => colours.clear());

function shapeOf(symbol) {
  if (!shapes.has(symbol)) {
    shapes.set(symbol, new Path2D(document.querySelector(`#t-${symbol} path`).getAttribute("d")));
  }
  return shapes.get(symbol);
}

function colourOf(symbol) {
  if (!colours.has(symbol)) {
    const probe = document.body.appendChild(document.createElement("span"));
    probe.className = `type-${symbol}`;
    const colour = getComputedStyle(probe).color;
    const paper = getComputedStyle(document.documentElement).getPropertyValue("--paper");
    probe.remove();
    colours.set(symbol, { colour, paper });
  }
  return colours.get(symbol);
}

// Area follows the value; where the most is little, signs stay small.
export function radiusOf(value, most) {
  if (!value) return SMALLEST;
  const largest = Math.min(LARGEST, SMALLEST + 3 * Math.sqrt(most));
  return Math.max(SMALLEST, largest * Math.sqrt(value / most));
}

export const Sign = L.CircleMarker.extend({
  // symbol; isHollow: no figure is known; halo: radius of the pale part around it, pixels; ringKm: somewhere inside it;
  // isRingOnly: no spot is known
  _updatePath() {
    const { _renderer: renderer, _point: { x, y } } = this;
    if (!renderer._drawing || this._empty()) return;
    const { symbol, halo = 0, isHollow, isRingOnly } = this.options;
    const context = renderer._ctx;
    const { colour, paper } = colourOf(symbol);
    context.save();
    context.translate(x, y);
    context.fillStyle = context.strokeStyle = colour;
    if (this._ring) this._drawRing(context, isRingOnly);
    if (halo > this._radius) this._drawShape(context, symbol, halo, PALE);
    if (!isRingOnly && this._radius > 0) {
      if (isHollow) this._outline(context, symbol, colour, paper);
      else this._drawShape(context, symbol, this._radius, 0.85, paper);
    }
    context.restore();
  },
  _project() {
    L.CircleMarker.prototype._project.call(this);
    this._ring = this.options.ringKm ? this._pixels(this.options.ringKm) : 0;
    if (this.options.isRingOnly) this._radius = Math.max(this._ring, this.options.radius);
    this._updateBounds();
  },
  // Larger than it is drawn, so that a small sign can be touched.
  _containsPoint(point) {
    return point.distanceTo(this._point) <= Math.max(this._radius, this.options.halo || 0, 10);
  },
  _updateBounds() {
    const reach = Math.max(this._radius, this._ring || 0, this.options.halo || 0, 10) + 2;
    this._pxBounds = L.bounds(this._point.subtract([reach, reach]), this._point.add([reach, reach]));
  },
  _pixels(km) {
    const { lat, lng } = this._latlng;
    const north = this._map.latLngToLayerPoint([Math.min(85, lat + km / 111.19), lng]);
    return Math.abs(north.y - this._point.y);
  },
  _drawRing(context, isAlone) {
    context.beginPath();
    context.arc(0, 0, Math.max(this._ring, SMALLEST), 0, 2 * Math.PI);
    context.globalAlpha = isAlone ? 0.12 : 0;
    context.fill();
    context.globalAlpha = isAlone ? 0.9 : 0.4;
    context.lineWidth = isAlone ? 1.5 : 1;
    context.setLineDash([5, 4]);
    context.stroke();
    context.setLineDash([]);
  },
  _scaled(context, radius, draw) {
    context.save();
    const scale = (2 * radius) / UNIT;
    context.scale(scale, scale);
    context.translate(-UNIT / 2, -UNIT / 2);
    draw(scale);
    context.restore();
  },
  _drawShape(context, symbol, radius, strength, edge) {
    this._scaled(context, radius, (scale) => {
      context.globalAlpha = strength;
      context.fill(shapeOf(symbol), "evenodd");
      if (!edge) return;
      context.globalAlpha = 1;
      context.strokeStyle = edge;
      context.lineWidth = 1 / scale;
      context.stroke(shapeOf(symbol));
    });
  },
  _outline(context, symbol, colour, paper) {
    this._scaled(context, this._radius, (scale) => {
      context.fillStyle = paper;
      context.fill(shapeOf(symbol));
      context.strokeStyle = colour;
      context.lineWidth = 2 / scale;
      context.stroke(shapeOf(symbol));
    });
  },
});
