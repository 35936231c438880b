// The same as tables: what each metric came to in the time shown, and, when it is opened, every value.
"use strict";
(() => {
  const { series } = loglines;
  const summary = document.querySelector("#summary tbody");
  const details = document.getElementById("values");
  const most = 12;

  function row(cells, name) {
    const line = document.createElement("tr");
    cells.forEach((text, index) => {
      const cell = line.appendChild(document.createElement(index === 0 && name ? "th" : "td"));
      if (index === 0 && name) cell.scope = "row";
      else if (index > 0) cell.className = "number";
      cell.textContent = text;
    });
    return line;
  }

  function told(one) {
    const values = series.known(one);
    const sum = values.reduce((all, value) => all + value, 0);
    const whole = values.length ? [Math.min(...values), sum / values.length, Math.max(...values)] : [null, null, null];
    return [one.path, ...[series.newest(one), ...whole].map(series.figure), series.unit(one.path, one.step), series.span(one.step),
      String(series.missing(one))];
  }

  // A line for each step, the newest first; metrics of other steps have their value where it is.
  function tabulate() {
    const shown = series.list().slice(0, most);
    const step = Math.min(...shown.map((one) => one.step));
    const head = details.querySelector("thead tr");
    const body = details.querySelector("tbody");
    head.replaceChildren(...["Time", ...shown.map(({ path }) => path)].map((text, index) => {
      const cell = document.createElement("th");
      cell.scope = "col";
      if (index) cell.className = "number";
      cell.textContent = text;
      return cell;
    }));
    if (!shown.length) return body.replaceChildren();
    const end = Math.max(...shown.map((one) => one.start + (one.values.length - 1) * one.step));
    const moments = Array.from({ length: Math.floor(series.range() / step) }, (_, index) => end - index * step);
    body.replaceChildren(...moments.map((moment) => row([loglines.live.time(moment * 1000),
      ...shown.map((one) => ((moment - one.start) % one.step === 0 ? series.figure(series.at(one, moment)) : ""))], true)));
  }

  series.tabulate = () => {
    summary.replaceChildren(...series.list().map((one) => row(told(one), true)));
    if (details.open) tabulate();
  };
  details.addEventListener("toggle", () => series.tabulate());
})();
