// Choosing a period on a chart: drag across its bars, or go along them with the arrow keys, hold Shift to take more of
// them, and press Enter. Without JavaScript each bar is a link.

const FEW = 4; // pixels; less is a click on one bar

const barsOf = (chart) => [...chart.querySelectorAll("a[data-first]")];

class Brush {
  constructor(chart, start) {
    this.chart = chart;
    this.bars = barsOf(chart);
    this.start = this.end = start;
  }

  reach(end) {
    this.end = Math.max(0, Math.min(this.bars.length - 1, end));
    const [first, last] = this.range();
    this.bars.forEach((bar, place) => bar.classList.toggle("brushed", place >= first && place <= last));
  }

  range() {
    return [Math.min(this.start, this.end), Math.max(this.start, this.end)];
  }

  apply() {
    const [first, last] = this.range();
    const [from, to] = [this.bars[first].dataset.first, this.bars[last].dataset.last];
    const [fromField, toField] = ["date_from", "date_to"].map((name) => document.getElementById(`filter-${name}`));
    if (!fromField) return location.assign(this.bars[first].href.replace(/date_to=[^&]*/, `date_to=${to}`));
    [fromField.value, toField.value] = [from, to];
    return fromField.form.dispatchEvent(new Event("change", { bubbles: true }));
  }

  clear() {
    this.bars.forEach((bar) => bar.classList.remove("brushed"));
  }
}

let brush = null;
let from = 0;
let hasMoved = false;

function placeAt(chart, x) {
  const box = chart.getBoundingClientRect();
  return Math.floor(((x - box.left) / box.width) * barsOf(chart).length);
}

document.addEventListener("pointerdown", (event) => {
  const chart = event.target.closest?.("[data-brush]");
  if (!chart || event.button) return;
  from = event.clientX;
  hasMoved = false;
  brush = new Brush(chart, placeAt(chart, from));
});

document.addEventListener("pointermove", (event) => {
  if (!brush || (!hasMoved && Math.abs(event.clientX - from) < FEW)) return;
  hasMoved = true;
  brush.reach(placeAt(brush.chart, event.clientX));
});

function letGo(isDone) {
  if (!brush) return;
  if (isDone && hasMoved) brush.apply();
  else brush.clear();
  brush = null;
}

document.addEventListener("pointerup", () => letGo(true));
document.addEventListener("pointercancel", () => letGo(false)); // the page is being scrolled

// A drag ends with a click on some bar, whose link is not meant; and a bar is not dragged away as a link.
document.addEventListener("click", (event) => {
  if (hasMoved && event.target.closest?.("[data-brush]")) event.preventDefault();
  hasMoved = false; // the next click may be the Enter key's
}, true);
document.addEventListener("dragstart", (event) => {
  if (event.target.closest?.("[data-brush]")) event.preventDefault();
});

let keyed = null;

document.addEventListener("keydown", (event) => {
  const bar = event.target.closest?.("[data-brush] a");
  if (!bar) return;
  const chart = bar.closest("[data-brush]");
  const bars = barsOf(chart);
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step) {
    event.preventDefault();
    const place = bars.indexOf(bar);
    const next = Math.max(0, Math.min(bars.length - 1, place + step));
    if (event.shiftKey) (keyed ??= new Brush(chart, place)).reach(next);
    else forget();
    bars[next].focus();
  } else if (event.key === "Enter" && keyed) {
    event.preventDefault();
    // The chart is about to be another one: the keyboard goes on there.
    const goOn = () => barsOf(document.querySelector("[data-brush]"))[0]?.focus();
    document.addEventListener("htmx:afterSettle", goOn, { once: true });
    keyed.apply();
    forget();
  } else if (event.key === "Escape") forget();
});

function forget() {
  keyed?.clear();
  keyed = null;
}

// One stop of the Tab key for the whole chart; the arrow keys go on from there.
function makeReady() {
  for (const chart of document.querySelectorAll("[data-brush]")) barsOf(chart)[0]?.setAttribute("tabindex", "0");
  for (const hint of document.querySelectorAll("[data-brush-hint]")) hint.hidden = false;
  forget(); // what was marked is of the chart before
}

makeReady();
document.addEventListener("htmx:afterSettle", makeReady);
