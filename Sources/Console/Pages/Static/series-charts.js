// The charts: one for each metric, or one for all. A moment that is pointed at is read out in all of them.
"use strict";
(() => {
  const place = document.getElementById("charts");
  if (!place || !window.d3) return;
  const { live, series } = loglines;
  const clock = d3.timeFormat("%H:%M:%S");
  const minute = d3.timeFormat("%H:%M");
  const margin = { top: 8, right: 10, bottom: 20, left: 46 };
  // So many lines can be told apart.
  const mostLines = 12;
  // The moment that is read out, in seconds; null: the newest.
  let chosen = null;
  let marked = null;

  const isOne = () => live.get("layout") === "one";
  const colour = (index) => `s${index % 6}${index >= 6 ? " second" : ""}`;
  const when = () => (chosen === null ? "now" : clock(chosen * 1000));

  // What the charts show: a chart is a list of series.
  function charts() {
    const list = series.list();
    if (!list.length) return [];
    if (!isOne()) return list.map((one) => ({ key: one.path, series: [one] }));
    return [{ key: "", series: list.slice(0, mostLines) }];
  }

  function value(one) {
    return chosen === null ? series.newest(one) : series.at(one, chosen);
  }

  // The axis begins at 0, but where that would flatten what never comes near it.
  function extent(chart) {
    const [low, high] = d3.extent(chart.series.flatMap(series.known));
    if (low === undefined) return [0, 1];
    if (low >= 0 && low < high * 0.6) return [0, high];
    if (low === high) return low >= 0 ? [0, low || 1] : [low, 0];
    return low < 0 || high - low > Math.abs(high) * 1e-3 ? [low, high] : [low * (1 - 1e-3), high * (1 + 1e-3)];
  }

  function make(chart) {
    const card = d3.select(this).attr("class", "chart");
    const head = card.append("div").attr("class", "head");
    const name = head.append("h2").attr("title", chart.key || null);
    name.append("span").attr("class", "begin");
    name.append("span").attr("class", "rest");
    head.append("p").attr("class", "value").call((one) => { one.append("strong"); one.append("span"); });
    const plot = card.append("div").attr("class", "plot").attr("tabindex", 0).attr("role", "slider");
    const svg = plot.append("svg").attr("aria-hidden", "true");
    for (const layer of ["y", "x", "ground", "lines", "cursor"]) svg.append("g").attr("class", layer);
    card.append("ul").attr("class", "key");
    card.append("p").attr("class", "facts");
    plot.on("pointermove", function () {
      const width = this.clientWidth - margin.left - margin.right;
      const part = (d3.clientPoint(this, d3.event)[0] - margin.left) / width;
      choose(series.time() - series.range() * (1 - Math.min(1, Math.max(0, part))));
    });
    plot.on("pointerleave blur", () => choose(null));
    plot.on("keydown", (one) => {
      const step = d3.max(one.series, (each) => each.step);
      const now = chosen ?? series.time();
      const moves = { ArrowLeft: now - step, ArrowDown: now - step, ArrowRight: now + step, ArrowUp: now + step,
        PageDown: now - 10 * step, PageUp: now + 10 * step, Home: series.time() - series.range(), End: null, Escape: null };
      if (!(d3.event.key in moves)) return;
      d3.event.preventDefault();
      choose(moves[d3.event.key]);
    });
  }

  function drawLines(svg, chart, x, y, bottom) {
    const moments = (one) => one.values.map((point, index) => [x((one.start + index * one.step) * 1000), point]);
    const line = d3.line().defined(([, point]) => point !== null).x(([at]) => at).y(([, point]) => y(point)).curve(d3.curveMonotoneX);
    const ground = d3.area().defined(([, point]) => point !== null).x(([at]) => at).y0(bottom).y1(([, point]) => y(point))
      .curve(d3.curveMonotoneX);
    const only = chart.series.length === 1 && y.domain()[0] === 0 ? chart.series : [];
    svg.select(".ground").selectAll("path").data(only).join("path").attr("d", (one) => ground(moments(one)));
    svg.select(".lines").selectAll("path").data(chart.series).join("path").attr("d", (one) => line(moments(one)))
      .attr("class", (one, index) => `${colour(index)}${marked && marked !== one.path ? " dim" : ""}`);
    // A value between two gaps makes no line.
    const alone = chart.series.flatMap((one, index) => moments(one)
      .filter(([, point], at, points) => point !== null && (points[at - 1]?.[1] ?? null) === null && (points[at + 1]?.[1] ?? null) === null)
      .map(([at, point]) => ({ at, point, index })));
    svg.select(".lines").selectAll("circle").data(alone).join("circle").attr("r", 1.5).attr("class", ({ index }) => colour(index))
      .attr("cx", ({ at }) => at).attr("cy", ({ point }) => y(point));
  }

  function drawCursor(svg, chart, x, y, height) {
    const at = chosen === null ? [] : [x(chosen * 1000)];
    svg.select(".cursor").selectAll("line").data(at).join("line").attr("x1", (one) => one).attr("x2", (one) => one)
      .attr("y1", margin.top).attr("y2", height - margin.bottom);
    const points = chart.series.map((one, index) => {
      const place = Math.round(((chosen ?? 0) - one.start) / one.step);
      return { index, at: x((one.start + place * one.step) * 1000), point: chosen === null ? null : one.values[place] ?? null };
    }).filter(({ point }) => point !== null);
    svg.select(".cursor").selectAll("circle").data(points).join("circle").attr("r", 3.5).attr("class", ({ index }) => colour(index))
      .attr("cx", (one) => one.at).attr("cy", ({ point }) => y(point));
  }

  // What all lines of the chart are in; empty when they differ.
  function unit(chart) {
    const units = new Set(chart.series.map((one) => series.unit(one.path, one.step)));
    return units.size === 1 ? [...units][0] : "";
  }

  function facts(chart) {
    const steps = [...new Set(chart.series.map((one) => one.step))].sort(d3.ascending).map(series.span).join(", ");
    const every = `a value every ${steps.replace(/^an? /, "")}`;
    if (chart.series.length > 1) return [unit(chart), every].filter(Boolean).join(" · ");
    const values = series.known(chart.series[0]);
    if (!values.length) return `${every} · nothing in this time`;
    const lost = series.missing(chart.series[0]);
    return [every, `mean ${series.figure(d3.mean(values))}`, `highest ${series.figure(d3.max(values))}`, lost ? `${lost} missing` : ""]
      .filter(Boolean).join(" · ");
  }

  function drawKey(card, chart) {
    const items = card.select(".key").selectAll("li").data(chart.series.length > 1 ? chart.series : []).join((enter) => {
      const item = enter.append("li");
      item.append("svg").attr("viewBox", "0 0 28 10").attr("aria-hidden", "true").append("path").attr("d", "M0,5H28");
      item.append("span");
      item.append("b");
      return item.on("pointerenter", ({ path }) => mark(path)).on("pointerleave", () => mark(null));
    });
    items.attr("class", ({ path }) => (marked && marked !== path ? "dim" : null)).attr("title", ({ path }) => path);
    items.select("path").attr("class", (_, index) => colour(index));
    items.select("span").text(({ path }) => series.pieces(path)[1]);
    items.select("b").text((one) => series.figure(value(one)));
  }

  function drawChart(chart) {
    const card = d3.select(this);
    const only = chart.series.length === 1 ? chart.series[0] : null;
    const [begin, rest] = only ? series.pieces(only.path) : ["", `${chart.series.length} metrics`];
    card.select(".begin").text(begin);
    card.select(".rest").text(rest);
    card.select(".value strong").text(only ? series.figure(value(only)) : "");
    card.select(".value span").text(only ? unit(chart) : chosen === null ? "" : `at ${when()}`);
    card.select(".facts").text(chosen !== null && only ? `at ${when()}` : facts(chart));
    const plot = card.select(".plot");
    const { clientWidth: width, clientHeight: height } = plot.node();
    if (!width) return;
    const end = series.time() * 1000;
    const x = d3.scaleTime([end - series.range() * 1000, end], [margin.left, width - margin.right]);
    const y = d3.scaleLinear(extent(chart), [height - margin.bottom, margin.top]).nice(4);
    const svg = plot.select("svg").attr("viewBox", `0 0 ${width} ${height}`);
    const lines = Math.max(2, Math.round(height / 48));
    svg.select(".y").attr("transform", `translate(${margin.left},0)`)
      .call(d3.axisLeft(y).ticks(lines, "~s").tickSize(-(width - margin.left - margin.right)).tickPadding(6));
    svg.select(".x").attr("transform", `translate(0,${height - margin.bottom})`)
      .call(d3.axisBottom(x).ticks(Math.max(2, Math.floor(width / 90))).tickFormat(series.range() < 600 ? clock : minute).tickSize(4).tickPadding(5));
    drawLines(svg, chart, x, y, height - margin.bottom);
    drawCursor(svg, chart, x, y, height);
    drawKey(card, chart);
    const told = chart.series.map((one) => `${series.pieces(one.path)[1]} ${series.figure(value(one))}`).join(", ");
    plot.attr("aria-label", only ? only.path : `${chart.series.length} metrics`).attr("aria-valuemin", -series.range()).attr("aria-valuemax", 0)
      .attr("aria-valuenow", chosen === null ? 0 : Math.round(chosen - series.time())).attr("aria-valuetext", `${when()}: ${told}`);
  }

  function draw() {
    d3.select(place).classed("one", isOne()).selectAll("section.chart").data(charts(), ({ key }) => key)
      .join((enter) => enter.append("section").each(make)).order().each(drawChart);
  }

  function choose(moment) {
    const first = series.time() - series.range();
    chosen = moment === null || moment >= series.time() ? null : Math.max(first, moment);
    draw();
  }

  function mark(path) {
    marked = path;
    draw();
  }

  new ResizeObserver(draw).observe(place);
  series.draw = draw;
  series.mostLines = mostLines;
})();
