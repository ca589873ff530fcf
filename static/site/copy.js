// Buttons that copy: the text of the element that data-copy points to, or the page's address for data-copy="url".

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue; // only offered on a safe connection
  button.hidden = false;
  const label = button.textContent;
  button.addEventListener("click", async () => {
    const target = button.dataset.copy;
    const text = target === "url" ? location.href : document.querySelector(target).textContent.trim();
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = label; }, 2000);
  });
}
