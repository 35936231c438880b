// What the live pages share: their state, which is in the address behind #, the filters, pausing, and the hits as they come.
"use strict";
loglines.live = (() => {
  // In the order of the legend; those that count are the first.
  const verdicts = new Map([
    ["download", "Counted download"], ["view", "Counted view"], ["robot", "Robot"], ["agent", "AI agent"],
    ["double_click", "Double click"], ["no_item", "Not an item"], ["error", "Error"],
  ]);
  const filterNames = ["service", "country", "kind", "verdict"];
  const figures = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });
  const regions = new Intl.DisplayNames(["en"], { type: "region", fallback: "code" });
  const clock = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" });
  const day = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium" });
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");

  function countryName(code) {
    if (!code) return "";
    try { return regions.of(code); } catch { return code; }
  }

  // A time of day, with its date unless that is today's.
  function time(milliseconds) {
    const date = day.format(milliseconds);
    return date === day.format(Date.now()) ? clock.format(milliseconds) : `${date}, ${clock.format(milliseconds)}`;
  }

  // What a group of hits is about.
  function thing({ item, path }) {
    return item || path || "a line that cannot be read";
  }

  // Where a group of hits comes from.
  function place({ country, city, lat, exact }) {
    const name = [exact === false ? "" : city, countryName(country)].filter(Boolean).join(", ");
    return name || (lat === undefined ? "Unknown" : "Somewhere");
  }

  function colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  }

  // The state: what a page shows, so that an address can be passed on and the back button goes back.
  let state = new URLSearchParams(location.hash.slice(1));
  const watchers = [];
  const get = (name) => state.get(name) ?? "";
  const list = (name) => get(name).split(",").filter(Boolean);

  function changed(before) {
    const names = new Set([...before.keys(), ...state.keys()].filter((name) => (before.get(name) ?? "") !== get(name)));
    if (names.size) for (const watcher of watchers) watcher(names);
  }

  // Sets some of the state: an empty value is none. A step is what the back button undoes; moving the map is none.
  function set(values, isStep = true) {
    const before = new URLSearchParams(state);
    for (const [name, value] of Object.entries(values)) {
      if (value) state.set(name, value);
      else state.delete(name);
    }
    const hash = state.toString().replaceAll("%2C", ",");
    if (hash === before.toString().replaceAll("%2C", ",")) return;
    history[isStep ? "pushState" : "replaceState"](null, "", hash ? `#${hash}` : location.pathname + location.search);
    changed(before);
  }
  addEventListener("popstate", () => {
    const before = state;
    state = new URLSearchParams(location.hash.slice(1));
    changed(before);
  });
  // What leads to a place on this page must leave the state alone.
  document.addEventListener("click", (event) => {
    const target = event.target.closest?.('a[href^="#"]');
    if (!target) return;
    event.preventDefault();
    const place = document.getElementById(target.getAttribute("href").slice(1));
    place?.focus();
    place?.scrollIntoView();
  });

  // The legend: a button for each verdict, with which it is left out. Who draws marks draws them into the canvases.
  for (const legend of document.querySelectorAll("ul.legend")) {
    for (const [verdict, label] of verdicts) {
      const toggle = legend.appendChild(document.createElement("li")).appendChild(document.createElement("button"));
      toggle.type = "button";
      toggle.dataset.verdict = verdict;
      const [mark, text, number] = ["canvas", "span", "b"].map((name) => toggle.appendChild(document.createElement(name)));
      mark.dataset.mark = verdict;
      mark.ariaHidden = "true";
      text.textContent = label;
      number.dataset.count = verdict;
    }
  }

  // The filters' form: a <select data-filter=NAME> for each, or data-state for what is no filter, and a button per verdict.
  const choices = [...document.querySelectorAll("select[data-filter], select[data-state]")];
  const toggles = [...document.querySelectorAll("button[data-verdict]")];
  const stateOf = (select) => select.dataset.filter ?? select.dataset.state;

  // Adds a choice where it belongs in the alphabet.
  function offer(name, value, text = value) {
    const select = choices.find((one) => stateOf(one) === name);
    if (!select || !value || [...select.options].some((option) => option.value === value)) return;
    const after = [...select.options].slice(1).find((option) => option.text.localeCompare(text, "en") > 0);
    select.add(new Option(text, value), after ?? null);
  }

  function showFilters() {
    for (const select of choices) {
      const name = stateOf(select);
      const value = get(name) || (select.dataset.usual ?? "");
      offer(name, value, name === "country" ? list(name).map(countryName).join(", ") : list(name).join(", "));
      select.value = value;
    }
    const shown = list("verdict");
    for (const toggle of toggles) {
      toggle.setAttribute("aria-pressed", String(!shown.length || shown.includes(toggle.dataset.verdict)));
    }
  }
  for (const select of choices) {
    select.addEventListener("change", () => {
      set({ [stateOf(select)]: select.value === (select.dataset.usual ?? "") ? "" : select.value });
    });
  }
  for (const toggle of toggles) {
    toggle.addEventListener("click", () => {
      const name = toggle.dataset.verdict;
      const all = [...verdicts.keys()];
      const shown = list("verdict").length ? list("verdict") : all;
      const wanted = all.filter((one) => shown.includes(one) !== (one === name));
      set({ verdict: wanted.length === all.length ? "" : wanted.join(",") });
    });
  }
  watchers.push(showFilters);
  showFilters();

  // The topic's filter.
  function query() {
    return filterNames.filter(get).map((name) => `${name}=${list(name).map(encodeURIComponent).join(",")}`).join("&");
  }

  // Where a hit is explained.
  function explanation(id) {
    return `/explain?id=${encodeURIComponent(id)}`;
  }

  // Says something to those who listen, at most every ten seconds, and tells whether it did.
  const voice = document.getElementById("live-voice");
  let spoken = -Infinity;
  function say(text) {
    if (!voice || performance.now() - spoken < 10e3) return false;
    spoken = performance.now();
    voice.textContent = text;
    return true;
  }

  // Says what somebody has asked for.
  function answer(text) {
    if (voice) voice.textContent = text;
  }

  // The hits that the filters let through, and pausing. While it is paused, the newest 5,000 groups are kept.
  const mostKept = 5000;
  const listeners = [];
  const button = document.getElementById("pause");
  const line = document.getElementById("live-state");
  let isPaused = false;
  let kept = [];
  let groups = 0;
  let [waiting, missed] = [0, 0];
  const count = (body) => body.hits.reduce((sum, group) => sum + group.n, body.more ?? 0);

  function tell(text) {
    if (line && line.textContent !== text) line.textContent = text;
  }

  function keep(body) {
    if (!body.hits.length && !body.more) return;
    kept.push(body);
    groups += body.hits.length;
    waiting += count(body);
    while (groups > mostKept && kept.length > 1) {
      const gone = kept.shift();
      groups -= gone.hits.length;
      waiting -= count(gone);
      missed += count(gone);
    }
    tell(`Paused. ${figures.format(waiting)} hits wait${missed ? `; ${figures.format(missed)} older ones will not be shown` : ""}.`);
  }

  function empty() {
    const bodies = kept;
    [kept, groups, waiting, missed] = [[], 0, 0, 0];
    return bodies;
  }

  function pause(wanted = !isPaused) {
    isPaused = wanted;
    button?.setAttribute("aria-pressed", String(isPaused));
    if (button) button.textContent = isPaused ? "Go on" : "Pause";
    if (isPaused) return tell("Paused.");
    tell(missed ? `${figures.format(missed)} hits of the pause were too many to be shown.` : "");
    for (const body of empty()) for (const listener of listeners) listener.frame(body);
  }
  button?.addEventListener("click", () => pause());

  // `frame` gets each frame of hits, `restart` is called before the first one of other filters.
  function hits(listener) {
    listeners.push(listener);
    if (listeners.length > 1) return;
    watchers.push((names) => {
      if (!filterNames.some((name) => names.has(name))) return;
      empty();
      for (const one of listeners) one.restart();
      tell(isPaused ? "Paused." : "");
      loglines.renew();
    });
    loglines.subscribe(() => `hits?${query()}`, (body) => {
      if (isPaused) keep(body);
      else for (const one of listeners) one.frame(body);
    });
  }

  return {
    verdicts, dark, calm, get, list, set, watch: (watcher) => watchers.push(watcher), offer, query, hits, pause, say, answer, colour,
    countryName, place, thing, explanation, figure: (number) => figures.format(number), time, clock: (at) => clock.format(at),
  };
})();
