// What is to be read beside the map: the rate, how many hits since when, of which verdicts, and how many have no place.
"use strict";
(() => {
  const { live } = loglines;
  const [rate, seen, since, unknown, replay] = ["rate", "seen", "since", "unknown", "replay"].map((id) => document.getElementById(id));
  const counts = new Map([...document.querySelectorAll("[data-count]")].map((element) => [element.dataset.count, element]));
  let byVerdict = new Map();
  let byCountry = new Map();
  // The server counts from each connection anew; what it counted before is added.
  let [before, last] = [0, 0];
  let [placeless, crowded, spoken] = [0, 0, 0];
  let [current, isDue] = [0, false];

  function start() {
    [byVerdict, byCountry] = [new Map(), new Map()];
    [before, last, placeless, crowded, spoken] = [0, 0, 0, 0, 0];
    const now = new Date();
    since.textContent = live.clock(now);
    since.dateTime = now.toISOString();
    current = 0;
    show();
  }

  function show() {
    rate.textContent = live.figure(current >= 100 ? Math.round(current) : current);
    seen.textContent = live.figure(before + last);
    for (const [verdict, element] of counts) element.textContent = live.figure(byVerdict.get(verdict) ?? 0);
    unknown.textContent = [
      placeless ? `Place unknown: ${live.figure(placeless)}` : "", crowded ? `Too many to be drawn: ${live.figure(crowded)}` : "",
    ].filter(Boolean).join(" · ");
  }

  function speak() {
    const fresh = before + last - spoken;
    if (!fresh) return;
    const [country] = [...byCountry].sort((a, b) => b[1] - a[1])[0] ?? [];
    const said = live.say(`${live.figure(fresh)} more hits${country ? `, most of all from ${live.countryName(country)}` : ""}.`);
    if (said) spoken = before + last;
  }

  live.hits({
    restart: start,
    frame(body) {
      current = body.rate;
      if (body.seen < last) before += last;
      last = body.seen;
      crowded += body.more ?? 0;
      let isReplayed = Boolean(body.replay);
      for (const group of body.hits) {
        byVerdict.set(group.verdict, (byVerdict.get(group.verdict) ?? 0) + group.n);
        if (group.lat === undefined) placeless += group.n;
        if (group.country) byCountry.set(group.country, (byCountry.get(group.country) ?? 0) + group.n);
        live.offer("service", group.service);
        live.offer("country", group.country, live.countryName(group.country));
        live.offer("kind", group.kind);
        isReplayed ||= Boolean(group.replay);
      }
      if (body.hits.length) replay.hidden = !isReplayed;
      // No eye reads twenty figures a second.
      if (isDue) return;
      isDue = true;
      setTimeout(() => {
        isDue = false;
        show();
        speak();
      }, 200);
    },
  });
  start();
})();
