// Names as one types, for every input with data-suggest (an ARIA combobox with a list). What is chosen becomes a ticked
// condition of the form; where there is none for it (the search of the start page), its own address is opened.
// Without this script the form takes words and names all the same.

const PAUSE = 120; // milliseconds without a keystroke before anything is asked
let numbers = 0;

class Combobox {
  constructor(input) {
    this.input = input;
    this.options = [];
    this.active = -1;
    this.list = document.createElement("ul");
    this.list.id = `suggestions-${++numbers}`;
    this.list.className = "suggestions";
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.label());
    this.said = document.createElement("p");
    this.said.className = "visually-hidden";
    this.said.setAttribute("role", "status");
    input.after(this.list, this.said);
    for (const [name, value] of Object.entries({
      role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false",
      "aria-controls": this.list.id, autocapitalize: "off", spellcheck: "false",
    })) input.setAttribute(name, value);
    input.addEventListener("input", () => this.wait());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.close());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // the input keeps the focus
    this.list.addEventListener("click", (event) => {
      const item = event.target.closest("[role=option]");
      if (item) this.choose([...this.list.children].indexOf(item));
    });
  }

  label() {
    return this.input.labels[0]?.textContent ?? "";
  }

  wait() {
    clearTimeout(this.timer);
    this.asking?.abort();
    if (!this.input.value.trim()) return this.close();
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    this.asking = new AbortController();
    const url = new URL(this.input.dataset.suggest, location.href);
    url.searchParams.set("q", this.input.value.trim());
    try {
      const response = await fetch(url, { signal: this.asking.signal });
      if (response.ok) this.show(await response.json());
      else this.close();
    } catch (error) {
      if (error.name !== "AbortError") this.close();
    }
  }

  show({ suggestions, is_near, said }) {
    if (document.activeElement !== this.input) return;
    this.options = suggestions;
    this.active = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.list.replaceChildren(...suggestions.map((one, place) => this.item(one, place)));
    this.list.dataset.note = is_near ? said : "";
    this.list.hidden = !suggestions.length;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.said.textContent = said;
  }

  item(one, place) {
    const item = document.createElement("li");
    item.id = `${this.list.id}-${place}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.append(part("bdi", "suggestion-name", one.label));
    if (one.also) item.append(" ", part("bdi", "suggestion-also", one.also));
    if (one.kind) {
      const about = part("span", "suggestion-about", "");
      about.append(one.kind, " · ", ...(one.within ? [part("bdi", "", one.within), " · "] : []), one.count);
      item.append(" ", about);
    }
    return item;
  }

  key(event) {
    if (event.isComposing) return;
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in moves) {
      event.preventDefault();
      if (this.list.hidden) this.wait();
      else this.move(moves[event.key]);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.close();
    } else if (event.key === "Enter") {
      if (!this.list.hidden && this.active >= 0) {
        event.preventDefault();
        this.choose(this.active);
      } else {
        this.close();
      }
    }
  }

  // Beyond either end stands what was typed.
  move(step) {
    const places = this.options.length + 1;
    this.active = ((this.active + 1 + step + places) % places) - 1;
    for (const [place, item] of [...this.list.children].entries()) {
      item.setAttribute("aria-selected", String(place === this.active));
    }
    const item = this.list.children[this.active];
    if (item) this.input.setAttribute("aria-activedescendant", item.id);
    else this.input.removeAttribute("aria-activedescendant");
    item?.scrollIntoView({ block: "nearest" });
  }

  choose(place) {
    const one = this.options[place];
    const form = this.input.form;
    this.close();
    if (one.parameter === this.input.name && one.parameter === "q") {
      this.input.value = one.value;
      form.requestSubmit();
    } else if (form.querySelector("[data-chosen]")) {
      this.input.value = "";
      this.tick(form, one);
      this.input.dispatchEvent(new Event("change", { bubbles: true }));
    } else {
      location.assign(one.url);
    }
  }

  // As templates/events/fields/_chosen.html writes it.
  tick(form, one) {
    const known = [...form.elements].find((box) => box.name === one.parameter && box.value === one.value);
    if (known?.type === "checkbox") {
      known.checked = true;
      return;
    }
    const box = document.createElement("input");
    Object.assign(box, { type: "checkbox", name: one.parameter, value: one.value, checked: true });
    const label = document.createElement("label");
    label.className = "filter-check";
    label.append(box, " ", part("bdi", "", one.within ? `${one.label}, ${one.within}` : one.label));
    const into = form.querySelector(`[data-chosen="${one.parameter}"]`);
    if (into) into.append(label);
    else this.said.after(label);
    const group = label.closest("details:not([data-open-when-wide])");
    if (group) group.open = true;
  }

  close() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.list.hidden = true;
    this.active = -1;
    this.said.textContent = "";
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}

function part(element, className, text) {
  const made = document.createElement(element);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}

for (const input of document.querySelectorAll("input[data-suggest]")) new Combobox(input);
