// Buttons that copy: the text of the element that data-copy points to, the page's address for data-copy="url", or the
// whole address of a path.

const said = new Map(); // what is written on buttons that say “Copied” now

function start() {
  if (!navigator.clipboard) return; // only offered on a safe connection
  for (const button of document.querySelectorAll("[data-copy][hidden]")) button.hidden = false;
}

function copied(source) {
  if (source === "url") return location.href;
  if (source.startsWith("/")) return new URL(source, location.href).href;
  return document.querySelector(source).textContent.trim();
}

document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(copied(button.dataset.copy));
  if (said.has(button)) return; // it says so still, and knows its own words
  said.set(button, button.textContent);
  button.textContent = gettext("Copied");
  setTimeout(() => {
    button.textContent = said.get(button);
    said.delete(button);
  }, 2000);
});

start();
document.addEventListener("htmx:afterSettle", start);
