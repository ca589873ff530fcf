// Buttons that copy: the text of the element that data-copy points to, the page's address for data-copy="url", or the
// whole address of a path.

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
  const source = button.dataset.copy;
  const label = button.textContent;
  await navigator.clipboard.writeText(copied(source));
  button.textContent = gettext("Copied");
  setTimeout(() => { button.textContent = label; }, 2000);
});

start();
document.addEventListener("htmx:afterSettle", start);
