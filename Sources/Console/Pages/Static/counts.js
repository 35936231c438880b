// The page of the counts: what came since a moment that is chosen, as tables with bars.
"use strict";
(() => {
  const place = document.getElementById("counts");
  if (!place) return;
  const { live, CountsTable } = loglines;
  const [hits, since, pause] = ["hits", "since", "pause"].map((id) => document.getElementById(id));
  // From when is counted while the page is open, in milliseconds; null: from when the console hears of us.
  let opened = null;
  // How often it was begun anew: each time the topic has another name.
  let beginnings = 0;
  let body = null;

  // A click on a row shows nothing else, and another one all again.
  const only = (name) => {
    const isChosen = ({ key }) => live.get(name) === (key ?? "-");
    return { isChosen, choose: (row) => live.set({ [name]: isChosen(row) ? "" : row.key ?? "-" }) };
  };
  const service = (row) => (body.services.rows.length > 1 ? row.service : "");
  const tables = {
    verdicts: { heading: "Verdict", label: ({ key }) => live.verdicts.get(key) ?? key, kind: ({ key }) => key, ...only("verdict") },
    countries: { heading: "Country", label: ({ key, name }) => name ?? key ?? "Not known", ...only("country"),
      more: (number, count) => `${count} hits of ${live.figure(number)} more countries` },
    items: { heading: "Item", label: ({ key }) => key, note: service,
      more: (number, count) => `${count} hits of other items${number ? `, of which ${live.figure(number)} are known` : ""}`, without: (count) => `${count} of no item` },
    contents: { heading: "Path", label: ({ key }) => key, note: service, more: (number, count) => `${count} hits of other paths` },
    services: { heading: "Service", label: ({ key }) => key, ...only("service"), more: (number, count) => `${count} hits of ${live.figure(number)} more services` },
  };
  const shown = [...place.querySelectorAll("section[data-list]")].map((section) =>
    [section.dataset.list, new CountsTable(section, tables[section.dataset.list]), section]);

  function show() {
    hits.textContent = live.figure(body.hits);
    const minutes = Math.max(1 / 60, (body.now - body.since) / 60e3);
    since.textContent = `hit${body.hits === 1 ? "" : "s"} since ${live.time(body.since)}${minutes >= 1 ? `, ${live.figure(body.hits / minutes)} a minute` : ""}`;
    for (const [name, table, section] of shown) {
      table.show(body[name], body.hits);
      if (name === "services") section.hidden = body.services.rows.length < 2 && !live.get("service");
    }
    for (const { key, name } of body.countries.rows) live.offer("country", key ?? "-", name ?? "Not known");
    const most = body.countries.rows.find(({ key }) => key);
    if (most) live.say(`${live.figure(body.hits)} hits since ${live.time(body.since)}, most of them from ${most.name}`);
  }

  function topic() {
    const wanted = live.get("since") || opened || `now&beginning=${beginnings}`;
    return `counts?${[`since=${wanted}`, live.query()].filter(Boolean).join("&")}`;
  }

  loglines.subscribe(topic, (news) => {
    body = news;
    if (!live.get("since")) opened ??= news.since;
    if (pause.ariaPressed !== "true") show();
  });
  pause.addEventListener("click", () => { if (body && pause.ariaPressed !== "true") show(); });
  live.watch(() => loglines.renew());
  document.getElementById("anew").addEventListener("click", () => {
    opened = null;
    beginnings += 1;
    live.set({ since: "" });
    loglines.renew();
  });
})();
