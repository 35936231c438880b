// The chart of what the workers dealt with in the last quarter of an hour, and the same as a table.
"use strict";
(() => {
  const figure = document.getElementById("rates");
  if (!figure || !window.d3) return;
  const span = 900e3;
  const mostLines = 6;
  const height = 208;
  const margin = { top: 10, right: 8, bottom: 24, left: 44 };
  const clock = d3.timeFormat("%H:%M:%S");
  const minute = d3.timeFormat("%H:%M");
  const figures = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });
  let history = null;
  // The time that is read out, in milliseconds; null: the newest.
  let chosen = null;

  const caption = d3.select(figure).append("figcaption");
  caption.append("strong").text("Messages a second");
  const readout = caption.append("span").attr("class", "readout");
  const plot = d3.select(figure).append("div").attr("class", "plot").attr("tabindex", 0).attr("role", "slider")
    .attr("aria-label", "Messages a second: moment of the last 15 minutes; arrow keys move it");
  const svg = plot.append("svg").attr("aria-hidden", "true");
  const [grid, times, ground, lines, cursor] = ["y", "x", "g", "l", "c"].map(() => svg.append("g"));
  const key = d3.select(figure).append("ul").attr("class", "key").attr("aria-hidden", "true");
  const details = d3.select(figure).append("details");
  details.append("summary").text("As a table");
  const table = details.append("div").attr("class", "scroll").attr("tabindex", 0).attr("aria-label", "Messages a second, table").append("table");

  // The rates at each step: of all together and of each worker, those that do most first.
  function read() {
    const count = Math.round(span / (history.step * 1000));
    const time = (index) => history.end - (count - 1 - index) * history.step * 1000;
    const series = history.workers.map(({ name, redis, rates }) => {
      const values = Array(count).fill(null);
      rates.slice(-count).forEach((rate, index, all) => (values[count - all.length + index] = rate));
      return { name: redis ? `${name} (${redis})` : name, values, sum: d3.sum(values) };
    });
    const total = d3.range(count).map((index) => {
      const seen = series.map(({ values }) => values[index]).filter((value) => value !== null);
      return seen.length ? d3.sum(seen) : null;
    });
    series.sort((a, b) => b.sum - a.sum || d3.ascending(a.name, b.name));
    // A console that was started just now shows what it has, and not an empty quarter of an hour.
    const first = Math.max(0, total.findIndex((value) => value !== null));
    const start = Math.min(time(first), history.end - 120e3);
    return { count, time, series, total, start };
  }

  // The workers that have lines of their own. Each keeps its colour for as long as it has one.
  const seats = Array(mostLines).fill(null);
  function seated(series) {
    const top = new Set(series.slice(0, mostLines).map(({ name }) => name));
    seats.forEach((name, seat) => {
      if (top.has(name)) top.delete(name);
      else seats[seat] = null;
    });
    for (const name of top) seats[seats.indexOf(null)] = name;
    return seats.flatMap((name, seat) => (name === null ? [] : [{ ...series.find((one) => one.name === name), seat }]));
  }

  function say(value) {
    return value === null ? "–" : figures.format(value);
  }

  function draw() {
    const data = read();
    const width = Math.max(200, plot.node().clientWidth);
    const x = d3.scaleTime([data.start, history.end], [margin.left, width - margin.right]);
    const y = d3.scaleLinear([0, d3.max(data.total) || 1], [height - margin.bottom, margin.top]).nice(4);
    svg.attr("viewBox", `0 0 ${width} ${height}`);
    grid.attr("transform", `translate(${margin.left},0)`)
      .call(d3.axisLeft(y).ticks(4, "~s").tickSize(-(width - margin.left - margin.right)).tickPadding(6));
    times.attr("transform", `translate(0,${height - margin.bottom})`)
      .call(d3.axisBottom(x).ticks(width < 500 ? 2 : 6).tickFormat(history.end - data.start < 300e3 ? clock : minute).tickSize(4));
    const line = d3.line().defined((value) => value !== null).x((_, index) => x(data.time(index))).y(y);
    const area = d3.area().defined((value) => value !== null).x((_, index) => x(data.time(index))).y0(y(0)).y1(y);
    ground.selectAll("path").data([data.total]).join("path").attr("class", "ground").attr("d", area);
    const shown = seated(data.series);
    lines.selectAll("path").data([...shown.map(({ values }) => values), data.total]).join("path")
      .attr("class", (_, index) => (index < shown.length ? `series s${shown[index].seat}` : "total")).attr("d", line);
    readOut(data, x, y, shown);
    if (details.node().open) tabulate(data);
  }

  function readOut(data, x, y, shown) {
    const step = history.step * 1000;
    const index = chosen === null ? data.count - 1
      : Math.min(data.count - 1, Math.max(0, Math.round(data.count - 1 - (history.end - chosen) / step)));
    const isNow = index === data.count - 1;
    const when = isNow ? "now" : clock(data.time(index));
    const all = [{ name: "all together", value: data.total[index], kind: "total" },
      ...shown.map(({ name, values, seat }) => ({ name, value: values[index], kind: `series s${seat}` }))];
    const others = data.series.filter(({ name }) => !seats.includes(name));
    if (others.length) all.push({ name: others.length === 1 ? "one other" : `${others.length} others`, value: d3.sum(others, ({ values }) => values[index]), kind: "" });
    readout.text(isNow ? `the last ${Math.max(2, Math.round((history.end - data.start) / 60e3))} minutes` : `at ${when}`);
    const items = key.selectAll("li").data(all).join((enter) => {
      const item = enter.append("li");
      item.append("svg").attr("viewBox", "0 0 28 10").append("path").attr("d", "M0,5H28");
      item.append("span");
      item.append("b");
      return item;
    });
    items.select("path").attr("class", ({ kind }) => kind);
    items.select("span").text(({ name }) => name);
    items.select("b").text(({ value }) => say(value));
    plot.attr("aria-valuemin", 1 - data.count).attr("aria-valuemax", 0).attr("aria-valuenow", index + 1 - data.count)
      .attr("aria-valuetext", `${when}: ${all.map(({ name, value }) => `${name} ${say(value)}`).join(", ")}`);
    const marks = isNow ? [] : [x(data.time(index))];
    cursor.selectAll("line").data(marks).join("line").attr("class", "rule").attr("x1", (at) => at).attr("x2", (at) => at)
      .attr("y1", margin.top).attr("y2", height - margin.bottom);
    const points = isNow ? [] : all.filter(({ value, kind }) => value !== null && kind);
    cursor.selectAll("circle").data(points).join("circle").attr("class", "point").attr("r", 3.5)
      .attr("cx", marks[0] ?? 0).attr("cy", ({ value }) => y(value)).attr("fill", "currentColor");
  }

  // One row for each minute, the newest first.
  function tabulate(data) {
    const steps = Math.round(60 / history.step);
    const columns = [{ name: "All together", values: data.total }, ...data.series];
    const rows = d3.range(data.count / steps).map((back) => {
      const end = data.count - back * steps;
      const means = columns.map(({ values }) => d3.mean(values.slice(end - steps, end).filter((value) => value !== null)) ?? null);
      return [minute(data.time(end - 1)), ...means.map(say)];
    });
    table.selectAll("thead").data([0]).join("thead").selectAll("tr").data([0]).join("tr").selectAll("th")
      .data(["Minute to", ...columns.map(({ name }) => name)]).join("th").attr("scope", "col")
      .attr("class", (_, index) => (index ? "number" : null)).text((name) => name);
    table.selectAll("tbody").data([0]).join("tbody").selectAll("tr").data(rows).join("tr").selectAll("td")
      .data((row) => row).join("td").attr("class", (_, index) => (index ? "number" : null)).text((text) => text);
  }

  function choose(time) {
    if (!history) return;
    chosen = time === null || time >= history.end ? null : Math.max(read().start, time);
    draw();
  }

  plot.on("pointermove", () => {
    const [at] = d3.clientPoint(plot.node(), d3.event);
    const width = plot.node().clientWidth;
    const part = (at - margin.left) / (width - margin.left - margin.right);
    if (!history) return;
    const start = read().start;
    choose(start + Math.min(1, Math.max(0, part)) * (history.end - start));
  });
  plot.on("pointerleave blur", () => choose(null));
  plot.on("keydown", () => {
    if (!history) return;
    const step = history.step * 1000;
    const now = chosen ?? history.end;
    const moves = { ArrowLeft: now - step, ArrowDown: now - step, ArrowRight: now + step, ArrowUp: now + step,
      PageDown: now - 12 * step, PageUp: now + 12 * step, Home: read().start, End: null, Escape: null };
    if (!(d3.event.key in moves)) return;
    d3.event.preventDefault();
    choose(moves[d3.event.key]);
  });
  details.on("toggle", () => history && draw());
  new ResizeObserver(() => history && draw()).observe(plot.node());

  loglines.subscribe("rates", (news) => {
    history = news;
    if (history.end) draw();
  });
})();
