// The same as tables: the last hits, and the countries.
"use strict";
(() => {
  const { live } = loglines;
  const mostHits = 60;
  const [lastBody, countryBody] = ["last", "countries"].map((id) => document.querySelector(`#${id} tbody`));
  let fresh = [];
  let countries = new Map();
  let isDue = false;

  function cell(row, content, kind) {
    const made = row.insertCell();
    if (kind) made.className = kind;
    made.append(content);
    return made;
  }

  function link(id, text) {
    if (!id) return text;
    const made = document.createElement("a");
    made.href = live.explanation(id);
    made.textContent = text;
    return made;
  }

  function hitRow({ group, time }) {
    const row = document.createElement("tr");
    cell(row, live.time(time));
    cell(row, live.place(group));
    const mark = document.createElement("span");
    mark.className = `mark ${group.verdict}`;
    cell(row, mark).append(live.verdicts.get(group.verdict) ?? group.verdict);
    cell(row, live.figure(group.n), "number");
    cell(row, link(group.id, live.thing(group)), "what");
    cell(row, group.service);
    return row;
  }

  function countryRow(code) {
    const row = document.createElement("tr");
    row.dataset.country = code;
    if (code) {
      const only = document.createElement("button");
      only.type = "button";
      only.className = "plain";
      only.textContent = live.countryName(code);
      only.title = "Only this country";
      only.addEventListener("click", () => live.set({ country: live.get("country") === code ? "" : code }));
      cell(row, only);
    } else {
      cell(row, "Unknown", "faint");
    }
    for (let column = 0; column < 4; column++) cell(row, "", "number");
    return row;
  }

  // Rows stay the same elements, so that what has the focus keeps it; while one has, they keep their order too.
  function showCountries() {
    const rows = new Map([...countryBody.rows].map((row) => [row.dataset.country, row]));
    const order = [...countries].sort((a, b) => b[1].all - a[1].all || (a[0] < b[0] ? -1 : 1));
    const mayMove = !countryBody.contains(document.activeElement);
    order.forEach(([code, numbers], index) => {
      const row = rows.get(code) ?? countryRow(code);
      [numbers.download, numbers.view, numbers.all - numbers.download - numbers.view, numbers.all].forEach((number, column) => {
        const text = live.figure(number);
        if (row.cells[column + 1].textContent !== text) row.cells[column + 1].textContent = text;
      });
      if (!row.isConnected || (mayMove && countryBody.rows[index] !== row)) countryBody.insertBefore(row, countryBody.rows[index] ?? null);
    });
  }

  function show() {
    isDue = false;
    lastBody.prepend(...fresh.sort((a, b) => b.time - a.time).map(hitRow));
    fresh = [];
    while (lastBody.rows.length > mostHits) lastBody.lastElementChild.remove();
    showCountries();
  }

  live.hits({
    restart() {
      fresh = [];
      countries = new Map();
      lastBody.replaceChildren();
      countryBody.replaceChildren();
    },
    frame(body) {
      for (const group of body.hits) {
        fresh.push({ group, time: body.time - (group.age ?? 0) });
        const code = group.country ?? "";
        const numbers = countries.get(code) ?? { download: 0, view: 0, all: 0 };
        numbers.all += group.n;
        if (group.verdict === "download" || group.verdict === "view") numbers[group.verdict] += group.n;
        countries.set(code, numbers);
      }
      if (fresh.length > mostHits) fresh.splice(0, fresh.length - mostHits);
      if (isDue || !body.hits.length) return;
      isDue = true;
      setTimeout(show, 1000);
    },
  });
})();
