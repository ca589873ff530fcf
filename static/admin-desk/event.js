// Comforts of the event's form; without them everything is visible and works.
"use strict";
{
  // --- A claim shows the fields of its kind, and any other that holds something or has an error ---

  const FIELDS_OF_KIND = {
    attribution: ["actor"],
    casualties: ["group", "outcome", "low", "best", "high"],
    place: ["location"],
    date: ["date_start", "date_end"],
  };
  const KINDLY = Object.values(FIELDS_OF_KIND).flat();

  const rowOf = (claim, name) => claim.querySelector(`.form-row.field-${name}`);

  const holds = (row) =>
    row.querySelector(".errorlist") || [...row.querySelectorAll("input, select")].some((input) => input.value);

  const isEmptyInWords = (row) =>
    [...row.querySelectorAll(".readonly")].every((words) => words.textContent.trim() === "-");

  // A closed form has words instead of fields: what holds nothing is left out.
  const hideEmpty = (claim) => {
    for (const name of [...KINDLY, "statement", "public_note", "speaker", "speaker_role", "notes"]) {
      const row = rowOf(claim, name);
      row?.classList.toggle("of-other-kind", isEmptyInWords(row));
    }
  };

  const showKind = (claim) => {
    const kind = claim.querySelector("select[name$='-kind']");
    if (!kind) return hideEmpty(claim);
    const wanted = FIELDS_OF_KIND[kind.value] ?? [];
    for (const name of KINDLY) {
      const row = rowOf(claim, name);
      row.classList.toggle("of-other-kind", !wanted.includes(name) && !holds(row));
    }
    const status = claim.querySelector("select[name$='-status']");
    const note = rowOf(claim, "public_note");
    note.classList.toggle("of-other-kind", status.value !== "conflicting" && !holds(note));
  };

  // --- Most events are on one day: the last day follows the first until it is set ---

  const followDays = () => {
    const [first, last] = ["id_date_start", "id_date_end"].map((id) => document.getElementById(id));
    if (!first || !last) return;
    let followed = !last.value || last.value === first.value;
    first.addEventListener("change", () => { if (followed) last.value = first.value; });
    last.addEventListener("change", () => { followed = !last.value || last.value === first.value; });
  };

  // --- Only a summary has a number of incidents ---

  const followClarity = () => {
    const clarity = document.getElementById("id_clarity");
    const incidents = document.querySelector(".fieldBox.field-incidents")?.parentElement; // with its help text
    if (!clarity || !incidents) return;
    const show = () => incidents.classList.toggle("of-other-kind", clarity.value !== "summary" && !holds(incidents));
    clarity.addEventListener("change", show);
    show();
  };

  // --- Leaving with something typed and not saved asks first ---

  const guard = (form) => {
    let isChanged = Boolean(document.querySelector(".conflict, .errornote"));
    form.addEventListener("input", () => { isChanged = true; });
    django.jQuery(form).on("select2:select select2:clear", () => { isChanged = true; });
    form.addEventListener("submit", () => { isChanged = false; });
    window.addEventListener("beforeunload", (event) => { if (isChanged) event.preventDefault(); });
  };

  document.addEventListener("DOMContentLoaded", () => {
    const form = document.getElementById("event_form");
    if (!form) return;
    const claims = () => form.querySelectorAll("#claims-group .inline-related");
    claims().forEach(showKind);
    form.addEventListener("change", (event) => {
      const claim = event.target.closest?.("#claims-group .inline-related");
      if (claim) showKind(claim);
    });
    document.addEventListener("formset:added", () => claims().forEach(showKind));
    followDays();
    followClarity();
    if (document.querySelector("input[name='_save']")) guard(form);
  });
}
