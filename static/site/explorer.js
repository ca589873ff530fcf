// On a wide screen the filter and the facets stand open beside the results; on a phone they wait to be asked for.

function openWhenWide() {
  if (!matchMedia("(min-width: 60rem)").matches) return;
  for (const element of document.querySelectorAll("[data-open-when-wide]")) element.open = true;
}

openWhenWide();
document.addEventListener("htmx:afterSwap", openWhenWide);
document.addEventListener("htmx:responseError", (event) => location.assign(event.detail.pathInfo.finalRequestPath));
