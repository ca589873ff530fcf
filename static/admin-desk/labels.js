// Gives Select2's boxes the name of the field they stand for: without it, a screen reader says only what is chosen.
"use strict";
{
  const headingOf = (select) => {
    const cell = select.closest("td");
    const column = cell && [...cell.classList].find((name) => name.startsWith("field-"))?.replace("field-", "column-");
    return column && select.closest("table").querySelector(`th.${column}`);
  };

  const name = (select) => {
    const box = select.nextElementSibling?.querySelector(".select2-selection");
    const label = document.querySelector(`label[for="${select.id}"]`) ?? headingOf(select);
    if (!box || !label) return;
    label.id ||= `${select.id}_name`;
    const chosen = box.querySelector(".select2-selection__rendered");
    box.setAttribute("aria-labelledby", `${label.id} ${chosen.id}`);
    chosen.setAttribute("aria-labelledby", label.id);
  };

  const nameAll = () => setTimeout(() => document.querySelectorAll("select.admin-autocomplete").forEach(name));
  document.addEventListener("DOMContentLoaded", nameAll);
  document.addEventListener("formset:added", nameAll);
}
