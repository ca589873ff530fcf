// Brings the map when the page stands and the map is nearly in sight. Until then nothing of it is fetched.

const LEAFLET = new URL("../leaflet/", import.meta.url);
let leaflet;

function attach(tag, attributes) {
  const made = Object.assign(document.createElement(tag), attributes);
  const done = new Promise((resolve, reject) => Object.assign(made, { onload: resolve, onerror: reject }));
  document.head.prepend(made); // before our own styles, which win over Leaflet's
  return done;
}

function loadLeaflet() {
  leaflet ??= Promise.all([
    attach("link", { rel: "stylesheet", href: new URL("leaflet.css", LEAFLET).href }),
    window.L || attach("script", { src: new URL("leaflet.js", LEAFLET).href }),
  ]);
  return leaflet;
}

const painted = new Promise((resolve) => {
  const later = () => requestAnimationFrame(() => setTimeout(resolve));
  if (document.readyState === "complete") later();
  else addEventListener("load", later);
});

const sight = new IntersectionObserver(
  async (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      sight.unobserve(target);
      await painted;
      await loadLeaflet();
      const { EventsMap } = await import("./events_map.js");
      if (target.isConnected) new EventsMap(target); // else the filter has replaced it meanwhile
    }
  },
  { rootMargin: "200px" },
);

const known = new WeakSet(); // a map that is on its way is not asked for again

function look() {
  for (const element of document.querySelectorAll("[data-events-map]")) {
    if (!known.has(element)) sight.observe(element);
    known.add(element);
  }
}

look();
document.addEventListener("htmx:afterSettle", look); // the filter may have replaced the map
