// The selection through time: one step for each bar of the timeline. All steps of what is in sight come at once.

import { counted, eventsOf } from "./map_words.js";
import { Sign, radiusOf } from "./signs.js";

const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches; // then steps are taken by hand only

export class Player {
  constructor(map) {
    this.map = map;
    this.box = map.part("play");
    this.controls = this.box.querySelector(".map-player");
    this.time = this.box.querySelector("[data-play-time]");
    this.speed = this.box.querySelector("[data-play-speed]");
    this.words = this.box.querySelector("[data-play-words]");
    this.toggle = this.button("toggle");
    this.play = this.toggle.textContent;
    this.isOpen = false;
    this.toggle.hidden = this.speed.parentElement.hidden = isStill;
    const done = { open: () => this.open(), close: () => this.close(), toggle: () => this.run(!this.timer) };
    const handlers = { ...done, back: () => this.go(-1), on: () => this.go(1) };
    for (const [name, handle] of Object.entries(handlers)) this.button(name).addEventListener("click", handle);
    this.time.addEventListener("input", () => this.draw());
    this.speed.addEventListener("change", () => this.timer && this.run(true));
  }

  button(name) {
    return this.box.querySelector(`[data-play=${name}]`);
  }

  async open() {
    this.isOpen = true;
    this.button("open").hidden = true;
    this.controls.hidden = false;
    await this.follow();
    this.button(isStill ? "on" : "toggle").focus();
  }

  close() {
    this.run(false);
    this.isOpen = false;
    this.controls.hidden = true;
    this.button("open").hidden = false;
    this.button("open").focus();
    this.map.asked = null;
    this.map.follow();
  }

  async follow() {
    const found = await this.map.ask("map/steps.json");
    if (!found) return;
    const start = this.bin?.[1];
    Object.assign(this, found);
    const again = this.bins.findIndex((bin) => bin[1] === start);
    this.time.max = Math.max(0, this.bins.length - 1);
    this.time.value = Math.max(0, again);
    this.prepare();
    this.draw();
  }

  // One sign for each cell, which changes its size as time goes; sizes compare over all of time.
  prepare() {
    this.map.signs.clearLayers();
    const { renderer, signs } = this.map;
    this.signs = this.cells.map(([latitude, longitude, symbol]) =>
      new Sign([latitude, longitude], { pane: "signs", renderer, symbol, radius: 0, interactive: false }).addTo(signs),
    );
    this.most = { events: 1, deaths: 1 };
    for (const step of this.steps) {
      for (const [, events, share, deaths, deathsShare] of step) {
        this.most.events = Math.max(this.most.events, events + share);
        this.most.deaths = Math.max(this.most.deaths, deaths + deathsShare);
      }
    }
  }

  get place() {
    return Number(this.time.value);
  }

  get bin() {
    return this.bins?.[this.place];
  }

  draw() {
    const { size } = this.map;
    const shown = new Map((this.steps?.[this.place] || []).map((step) => [step[0], step]));
    this.signs?.forEach((sign, cell) => this.resize(sign, shown.get(cell), size));
    this.map.drawScale(this.most?.[size] || 1);
    this.describe([...shown.values()]);
  }

  resize(sign, step, size) {
    const [certain, share] = !step ? [0, 0] : size === "deaths" ? [step[3], step[4]] : [step[1], step[2]];
    const radius = (value) => (value ? radiusOf(value, this.most[size]) : 0);
    const [inner, outer] = [radius(certain), radius(certain + share)];
    if (sign.options.halo === outer && sign.getRadius() === inner) return;
    sign.options.halo = share ? outer : 0;
    sign.setRadius(inner);
  }

  describe(shown) {
    if (!this.bin) return;
    const [label, first, last] = this.bin;
    const sum = (column) => shown.reduce((total, step) => total + step[column], 0);
    const [events, share] = [sum(1), sum(2)];
    const said = [`${label}: ${eventsOf(events)}`];
    if (share >= 0.05) said.push(counted(gettext("and a share of %(number)s of those not dated closer"), share));
    if (this.map.size === "deaths") said.push(counted(gettext("%(number)s killed"), sum(3) + sum(4)));
    this.words.textContent = said.join("; ");
    this.time.setAttribute("aria-valuetext", said.join("; "));
    const list = new URL(this.list, location.href);
    list.searchParams.set("date_from", first);
    list.searchParams.set("date_to", last);
    this.box.querySelector("[data-play-list]").href = list.href;
    this.map.say("");
  }

  go(steps) {
    this.run(false);
    this.move(steps);
  }

  move(steps) {
    const wanted = this.place + steps;
    this.time.value = Math.max(0, Math.min(Number(this.time.max), wanted));
    this.draw();
    return wanted <= Number(this.time.max);
  }

  run(isRunning) {
    clearInterval(this.timer);
    this.timer = null;
    this.toggle.textContent = isRunning ? this.toggle.dataset.pause : this.play;
    this.words.setAttribute("aria-live", isRunning ? "off" : "polite"); // nobody wants a hundred bars read out
    if (!isRunning) return;
    if (this.place === Number(this.time.max)) this.time.value = 0;
    this.draw();
    this.timer = setInterval(() => this.move(1) || this.run(false), Number(this.speed.value));
  }
}
