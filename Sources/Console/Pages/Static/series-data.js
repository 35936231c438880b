// The metrics that the page shows: what was asked for, the values as they come, and how they are called and written.
"use strict";
loglines.series = (() => {
  const live = loglines.live;
  const small = new Intl.NumberFormat("en", { maximumSignificantDigits: 4 });
  const large = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
  // What is shown when nothing was asked for.
  const usual = ["usage.*.*", "stats.counters.*.rate", "stats.gauges.*"];
  // Of what StatsD makes of timers; the rest of it are numbers of something.
  const ofTimers = /^(mean|upper|lower|sum|median|std)(_|$)/;
  let all = new Map();
  let [time, more, isRead] = [0, 0, false];

  // The patterns asked for, and the seconds shown.
  const patterns = () => live.get("show").split(" ").filter(Boolean);
  const shown = () => (live.get("show") === "" ? usual : patterns());
  const range = () => Number(live.get("range")) || 1800;

  function show(wanted) {
    live.set({ show: [...new Set(wanted)].join(" ") });
  }

  // What a metric's values are, by its name: StatsD's names say it.
  function unit(path, step) {
    const parts = path.split(";")[0].split(".");
    const last = parts[parts.length - 1];
    if (last === "rate" || last === "count_ps") return "a second";
    if (path.startsWith("stats_counts.") || /^count(_|$)/.test(last)) return `in ${span(step)}`;
    if (path.startsWith("usage.")) return `in ${span(step)}`;
    return ofTimers.test(last) && !last.startsWith("sum_squares") ? "ms" : "";
  }

  function span(seconds) {
    if (seconds % 3600 === 0) return seconds === 3600 ? "an hour" : `${seconds / 3600} hours`;
    if (seconds % 60 === 0) return seconds === 60 ? "a minute" : `${seconds / 60} minutes`;
    return seconds === 1 ? "a second" : `${seconds} s`;
  }

  function figure(value) {
    if (value === null || value === undefined) return "–";
    if (Math.abs(value) < 1e7) return Math.abs(value) >= 10000 ? large.format(value) : small.format(value);
    const power = Math.min(5, Math.floor(Math.log10(Math.abs(value)) / 3));
    return `${small.format(value / 1000 ** power)} ${["", "k", "M", "G", "T", "P"][power]}`;
  }

  // A name in two pieces: what all that are shown begin with, and the rest.
  function pieces(path) {
    const names = [...all.keys()];
    if (names.length < 2) return ["", path];
    const parts = names.map((name) => name.split("."));
    let count = 0;
    while (parts.every((one) => one.length > count + 1 && one[count] === parts[0][count])) count += 1;
    const begin = parts[0].slice(0, count).join(".");
    return begin ? [`${begin}.`, path.slice(begin.length + 1)] : ["", path];
  }

  function taken(one) {
    const known = all.get(one.path);
    if (!known || known.step !== one.step) return all.set(one.path, one);
    const offset = (one.start - known.start) / one.step;
    if (!Number.isInteger(offset) || offset < 0) return all.set(one.path, one);
    // An interval of which nothing came is a gap.
    while (known.values.length < offset) known.values.push(null);
    known.values.splice(offset, one.values.length, ...one.values);
    const old = Math.floor((time - range()) / known.step) - known.start / known.step;
    if (old > 0) {
      known.values.splice(0, old);
      known.start += old * known.step;
    }
  }

  // Takes what the console says: all at first, then what is new.
  function take(body) {
    if (body.whole) all = new Map();
    [time, more, isRead] = [body.time, body.more, true];
    const listed = new Set(body.paths);
    for (const path of [...all.keys()]) if (!listed.has(path)) all.delete(path);
    for (const one of body.series) taken(one);
    all = new Map(body.paths.filter((path) => all.has(path)).map((path) => [path, all.get(path)]));
  }

  // A series at a moment: the value of the step that it is in.
  function at(one, moment) {
    return one.values[Math.round((moment - one.start) / one.step)] ?? null;
  }

  function lastIndex(one) {
    for (let index = one.values.length - 1; index >= 0; index -= 1) if (one.values[index] !== null) return index;
    return -1;
  }

  // The newest value that there is, while values come.
  function newest(one) {
    const index = lastIndex(one);
    return index < 0 || time - (one.start + index * one.step) > 3 * one.step + 5 ? null : one.values[index];
  }

  // How many values are missing since the first one.
  function missing(one) {
    const first = one.values.findIndex((value) => value !== null);
    return first < 0 ? 0 : one.values.slice(first).filter((value) => value === null).length;
  }

  const known = (one) => one.values.filter((value) => value !== null);

  return {
    usual, patterns, shown, show, range, unit, span, figure, pieces, take, at, newest, missing, known,
    list: () => [...all.values()], time: () => time, more: () => more, isRead: () => isRead,
    forget: () => { all = new Map(); [isRead, more] = [false, 0]; },
  };
})();
