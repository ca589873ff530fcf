// On a wide screen the filter and the facets stand open beside the results; on a phone they wait to be asked for.

function openWhenWide() {
  if (!matchMedia("(min-width: 60rem)").matches) return;
  for (const element of document.querySelectorAll("[data-open-when-wide]")) element.open = true;
}

// For those who cannot see the page change: the new selection in words, and how large it is.
function announce() {
  const events = document.querySelector(".totals dd");
  const words = document.querySelector("#explorer-head h1");
  document.querySelector("[data-announce]").textContent = `${words.textContent}: ${events.textContent} events`;
}

openWhenWide();
document.addEventListener("htmx:afterSettle", () => {
  openWhenWide();
  announce();
});
document.addEventListener("htmx:responseError", (event) => location.assign(event.detail.pathInfo.finalRequestPath));
