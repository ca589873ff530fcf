// Buttons that copy: the text of the element that data-copy points to, or the page's address for data-copy="url".

function start() {
  if (!navigator.clipboard) return; // only offered on a safe connection
  for (const button of document.querySelectorAll("[data-copy][hidden]")) button.hidden = false;
}

document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-copy]");
  if (!button) return;
  const source = button.dataset.copy;
  const label = button.textContent;
  await navigator.clipboard.writeText(
    source === "url" ? location.href : document.querySelector(source).textContent.trim(),
  );
  button.textContent = "Copied";
  setTimeout(() => { button.textContent = label; }, 2000);
});

start();
document.addEventListener("htmx:afterSettle", start);
