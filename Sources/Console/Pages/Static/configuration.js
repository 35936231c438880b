// Shows only the settings that have the filter's words in their section, key, value or origin.
"use strict";
(() => {
  const filter = document.getElementById("filter");
  const [text, set] = filter.querySelectorAll("input");
  const status = filter.querySelector("[role=status]");
  const sections = [...document.querySelectorAll("section.settings")].map((section) => ({
    section,
    rows: [...section.querySelectorAll("tbody tr")].map((row) => ({
      row,
      words: `${section.querySelector("h2").textContent} ${row.textContent}`.toLowerCase(),
    })),
  }));

  function apply() {
    const wanted = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { section, rows } of sections) {
      let any = false;
      for (const { row, words } of rows) {
        const fits = wanted.every((word) => words.includes(word)) && !(set.checked && row.classList.contains("default"));
        row.hidden = !fits;
        any ||= fits;
        if (fits) shown += 1;
      }
      section.hidden = !any;
    }
    status.textContent = wanted.length || set.checked ? `${shown} shown` : "";
  }

  filter.hidden = false;
  text.addEventListener("input", apply);
  set.addEventListener("change", apply);
  apply();
})();
