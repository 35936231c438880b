// One action as it goes on: the newest value, the chart, and the log.
"use strict";
(() => {
  const page = document.getElementById("action");
  const figure = document.getElementById("chart");
  const mostValues = 3000;
  const mostEntries = 100;
  const margin = { top: 14, right: 14, bottom: 24, left: 52 };
  const clock = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" });
  const figures = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });
  const byID = (id) => document.getElementById(id);
  let status = null;
  // All that has been heard since the page was opened, the oldest first.
  let values = [];
  // The value that is read out, by its number among those drawn; null: the newest.
  let chosen = null;
  let draw = () => {};

  function number(value) {
    const digits = Math.abs(value) < 10 ? 3 : 2;
    return value.toLocaleString("en", { maximumFractionDigits: digits });
  }

  function rate(each) {
    if (each <= 0) return "";
    const [unit, factor] = each >= 0.5 ? ["s", 1] : each >= 0.5 / 60 ? ["min", 60] : each >= 0.5 / 3600 ? ["h", 3600] : ["day", 86400];
    return `${figures.format(each * factor)}/${unit}`;
  }

  // Of a counter what all add up to, in the unit that was said last.
  function headline({ kind, sum }, newest) {
    if (kind === "measurement") return [number(newest.number), newest.text ?? ""];
    if (kind === "counter") return [number(sum ?? newest.number), [...values].reverse().find((one) => one.kind === kind && one.text)?.text ?? ""];
    return [newest.words || clock.format(newest.time * 1000), ""];
  }

  function set(id, text) {
    const target = byID(id);
    if (target && target.textContent !== text) target.textContent = text;
  }

  function take(news) {
    const last = values.length ? values[values.length - 1].time : -Infinity;
    const fresh = news.values.filter(({ time }) => time > last);
    status = news;
    values = [...values, ...fresh].slice(-mostValues);
    const newest = values[values.length - 1];
    const [value, unit] = headline(news, newest);
    page.className = news.kind;
    for (const [id, text] of Object.entries({ value, unit, kind: news.kind, count: number(news.count), rate: rate(news.rate) })) set(id, text);
    const entries = byID("entries");
    // The first time, what the page came with is written anew, in the browser's time.
    if (last === -Infinity) entries.replaceChildren();
    for (const { time, words, kind } of fresh.slice(-mostEntries)) {
      const row = entries.insertRow(0);
      for (const text of [clock.format(time * 1000), words || "happened", kind]) row.insertCell().textContent = text;
    }
    while (entries.rows.length > mostEntries) entries.deleteRow(-1);
    draw();
  }

  if (figure && window.d3) {
    const caption = d3.select(figure).append("figcaption");
    const [span, readout] = ["span", "span"].map((name) => caption.append(name));
    const plot = d3.select(figure).append("div").attr("class", "plot").attr("tabindex", 0).attr("role", "slider")
      .attr("aria-label", "Values; arrow keys go from one to the next");
    const svg = plot.append("svg").attr("aria-hidden", "true");
    const [grid, times, layer, cursor] = [0, 1, 2, 3].map(() => svg.append("g"));
    let shown = [];
    let lastNewest = 0;

    draw = () => {
      if (!status) return;
      // Of an action that changes its kind only the present one can be drawn.
      shown = values.filter(({ kind }) => kind === status.kind);
      if (!shown.length) return;
      const wanted = loglines.actionMarks.height(status.kind, shown);
      svg.style("height", wanted === null ? null : `${wanted}px`);
      const [width, height] = [Math.max(240, plot.node().clientWidth), svg.node().clientHeight || 288];
      const frame = { left: margin.left, right: width - margin.right, top: margin.top, bottom: height - margin.bottom };
      const first = shown[0].time * 1000;
      const end = Math.max(Date.now(), shown[shown.length - 1].time * 1000);
      // Not everything at the very edge when there is little yet.
      const x = d3.scaleTime([Math.min(first, end - 10e3), end], [frame.left, frame.right]);
      svg.attr("viewBox", `0 0 ${width} ${height}`);
      layer.selectAll("*").remove();
      const isWide = shown.every(({ kind }) => kind === "category");
      if (isWide) x.range([frame.left = 4, frame.right]);
      const marks = loglines.actionMarks[status.kind](layer, shown, frame, x, status);
      grid.selectAll("*").remove();
      if (marks.axis) {
        const axis = d3.axisLeft(marks.axis).tickSize(-(frame.right - frame.left)).tickPadding(6);
        if (marks.ticks) axis.tickValues(marks.ticks).tickFormat(marks.format);
        else axis.ticks(5);
        grid.attr("transform", `translate(${frame.left},0)`).call(axis);
      }
      const range = x.domain()[1] - x.domain()[0];
      const format = d3.timeFormat(range < 300e3 ? "%H:%M:%S" : range < 172800e3 ? "%H:%M" : "%-d %b %H:%M");
      times.attr("transform", `translate(0,${frame.bottom})`)
        .call(d3.axisBottom(x).ticks(width < 500 ? 3 : 7).tickFormat(format).tickSize(4));
      readOut(marks, x, frame, range);
    };

    function readOut(marks, x, frame, range) {
      const index = chosen === null ? shown.length - 1 : Math.min(chosen, shown.length - 1);
      const { time, words } = shown[index];
      const at = x(time * 1000);
      const isNew = time > lastNewest;
      cursor.selectAll("line").data(chosen === null ? [] : [at]).join("line").attr("class", "rule").attr("x1", at).attr("x2", at)
        .attr("y1", frame.top).attr("y2", frame.bottom);
      if (isNew || chosen !== null) cursor.selectAll("circle").remove();
      const isDot = status.kind !== "category" || chosen !== null;
      cursor.selectAll("circle").data(isDot ? ["newest", "dot"] : []).join("circle").attr("class", (name) => name)
        .attr("r", (name) => (name === "dot" ? 4.5 : 10)).attr("cx", at).attr("cy", marks.place(index));
      lastNewest = Math.max(lastNewest, shown[shown.length - 1].time);
      const minutes = range / 60e3;
      const all = shown.length === 1 ? "1 value" : `${figures.format(shown.length)} values`;
      span.text(`${all} in ${minutes < 1.5 ? `${Math.round(range / 1e3)} seconds` : minutes < 120 ? `${Math.round(minutes)} minutes` : minutes < 2880 ? `${Math.round(minutes / 60)} hours` : `${Math.round(minutes / 1440)} days`}`);
      readout.text(chosen === null ? "" : `${clock.format(time * 1000)}  `);
      if (chosen !== null) readout.append("b").text(words || "happened");
      plot.attr("aria-valuemin", 1).attr("aria-valuemax", shown.length).attr("aria-valuenow", index + 1)
        .attr("aria-valuetext", `${clock.format(time * 1000)} ${words}`);
    }

    function choose(index) {
      chosen = index === null || index >= shown.length - 1 ? null : Math.max(0, index);
      draw();
    }

    plot.on("pointermove", () => {
      if (!shown.length) return;
      const [at] = d3.clientPoint(plot.node(), d3.event);
      const left = status.kind === "category" ? 4 : margin.left;
      const width = plot.node().clientWidth - left - margin.right;
      const first = Math.min(shown[0].time * 1000, Date.now() - 10e3);
      const time = (first + Math.min(1, Math.max(0, (at - left) / width)) * (Date.now() - first)) / 1000;
      const next = d3.bisector((value) => value.time).left(shown, time);
      const isBefore = next > 0 && (next >= shown.length || time - shown[next - 1].time < shown[next].time - time);
      chosen = isBefore ? next - 1 : Math.min(next, shown.length - 1);
      draw();
    });
    plot.on("pointerleave blur", () => choose(null));
    plot.on("keydown", () => {
      const now = chosen ?? shown.length - 1;
      const moves = { ArrowLeft: now - 1, ArrowDown: now - 1, ArrowRight: now + 1, ArrowUp: now + 1, PageDown: now - 10,
        PageUp: now + 10, Home: 0, End: null, Escape: null };
      if (!(d3.event.key in moves)) return;
      d3.event.preventDefault();
      choose(moves[d3.event.key]);
    });
    new ResizeObserver(() => draw()).observe(plot.node());
    // Time goes on, also while nothing is heard.
    setInterval(() => { if (!document.hidden) draw(); }, 1000);
  }

  // What was said is no longer what is to be said.
  document.addEventListener("acted", ({ target, detail }) => {
    if (detail.ok) for (const input of target.querySelectorAll("input[name=line]")) input.value = "";
  });
  loglines.subscribe(page.dataset.topic, take);
})();
