// The page of metrics: hears of what was asked for, and shows it each time that a worker has told its metrics.
"use strict";
(() => {
  const { live, series } = loglines;
  const line = document.getElementById("live-state");
  const freeze = document.getElementById("freeze");
  let isFrozen = false;
  let kept = null;

  function topic() {
    const show = series.shown().map((pattern) => `show=${encodeURIComponent(pattern)}`);
    return `series?range=${series.range()}&${show.join("&")}`;
  }

  function tell() {
    const count = series.list().length;
    let text = "";
    if (isFrozen) text = "Paused.";
    else if (!series.isRead()) text = "Reading…";
    else if (!count && series.patterns().length) text = `No metric of the last ${series.span(series.range()).replace(/^an? /, "")} is called like this.`;
    else if (!count) text = "No metrics yet: enable statsd or graphite, and send some.";
    else if (series.more()) text = `${series.more()} more are called like this; the first ${count} are shown.`;
    else if (live.get("layout") === "one" && count > (series.mostLines ?? count)) text = `The chart has the first ${series.mostLines} of ${count}; the table has all.`;
    if (line.textContent !== text) line.textContent = text;
  }

  function draw() {
    series.draw?.();
    series.tabulate();
    tell();
  }

  function take(bodies) {
    for (const body of bodies) series.take(body);
    draw();
  }

  freeze.addEventListener("click", () => {
    isFrozen = !isFrozen;
    freeze.setAttribute("aria-pressed", String(isFrozen));
    freeze.textContent = isFrozen ? "Go on" : "Pause";
    if (isFrozen) kept = [];
    else take(kept);
    tell();
  });

  live.watch((names) => {
    if (names.has("show") || names.has("range")) {
      series.forget();
      if (isFrozen) kept = [];
      loglines.renew();
    }
    draw();
  });

  loglines.subscribe(topic, (body) => {
    if (!isFrozen) return take([body]);
    // All that is whole makes what came before it of no use.
    if (body.whole) kept = [];
    kept.push(body);
  });
  tell();
})();
