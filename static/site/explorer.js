// On a wide screen the filter and the facets stand open beside the results; on a phone they wait to be asked for.

function openWhenWide() {
  if (!matchMedia("(min-width: 60rem)").matches) return;
  for (const element of document.querySelectorAll("[data-open-when-wide]")) element.open = true;
}

function start() {
  openWhenWide();
  document.getElementById("explorer").dataset.live = "";
}

// For those who cannot see the page change: the new selection in words, and how large it is.
function announce() {
  const events = document.querySelector(".totals dd");
  const words = document.querySelector("#explorer-head h1");
  const count = Number(events.textContent.replace(/\D/g, ""));
  const said = ngettext("%(words)s: %(number)s event", "%(words)s: %(number)s events", count);
  const named = { words: words.textContent, number: events.textContent };
  document.querySelector("[data-announce]").textContent = interpolate(said, named, true);
}

// The map stays where it is while the selection changes around it; it is told where its data are now.
function tellMap() {
  const head = document.getElementById("explorer-head");
  const map = document.querySelector("#overview-map [data-events-map]");
  if (!map || !head.dataset.mapUrl) return;
  map.dataset.box = head.dataset.mapBox;
  map.dataset.eventsMap = head.dataset.mapUrl;
}

// The page in the other language asks the same question.
function tellEditions() {
  for (const link of document.querySelectorAll(".languages a")) link.search = location.search;
}

// Whoever goes back twice is faster than the scripts: then the address is not that of what is shown, and nobody saw it
// change.
function showWhatIsAsked() {
  const [arrival] = performance.getEntriesByType("navigation"); // which some browsers keep to themselves
  const shown = withoutFragment(arrival?.name ?? "");
  if (shown.startsWith(location.origin) && shown !== withoutFragment(location.href)) location.reload();
}

function withoutFragment(address) {
  return address.split("#")[0];
}

start();
document.addEventListener("DOMContentLoaded", showWhatIsAsked); // from then on htmx sees to it
document.addEventListener("htmx:pushedIntoHistory", tellEditions);
document.addEventListener("htmx:afterSettle", () => {
  tellMap();
  announce();
});
// A refused page has no chart, no map, and sentences beside its fields: what comes after it is a whole page.
document.addEventListener("htmx:beforeRequest", (event) => {
  if (document.querySelector(".totals")) return;
  event.preventDefault();
  location.assign(event.detail.pathInfo.finalRequestPath);
});
// A question is refused by a page that says why; htmx would count it among the errors of the program.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { isError, pathInfo } = event.detail;
  if (!isError) return;
  event.preventDefault();
  location.assign(pathInfo.responsePath);
});
