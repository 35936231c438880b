// How the values of an action are drawn: a line for measurements, a staircase for counters, ticks or times of day for events,
// and a lane for each category. Each gets the layer to draw into, the values, the frame and the scale of time, and answers with
// the scale for the axis at the left (null: there is none) and where a value stands.
"use strict";
loglines.actionMarks = (() => {
  const timeOfDay = "time of day";
  const mostLanes = 8;

  function line(layer, values, levels, frame, x, curve) {
    const [low, high] = d3.extent(levels);
    const room = (high - low || Math.abs(high) || 1) * 0.08;
    // What is not below zero is not drawn as if it could be.
    const bottom = low >= 0 ? Math.max(0, low - room) : low - room;
    const y = d3.scaleLinear([curve === d3.curveStepAfter && low >= 0 ? 0 : bottom, high + room], [frame.bottom, frame.top]).nice(5);
    const at = (_, index) => x(values[index].time * 1000);
    const end = x.domain()[1];
    layer.append("path").attr("class", "area").attr("d", d3.area().curve(curve).x(at).y0(frame.bottom).y1(y)(levels));
    const path = d3.line().curve(curve).x(at).y(y)(levels);
    // A sum stays what it is until the next step.
    layer.append("path").attr("class", "line").attr("d", curve === d3.curveStepAfter ? `${path}H${x(end)}` : path);
    if (values.length <= 80) dots(layer, values, (_, index) => y(levels[index]), x);
    return { axis: y, place: (index) => y(levels[index]) };
  }

  function dots(layer, values, height, x) {
    layer.selectAll(".dot").data(values).join("circle").attr("class", "dot").attr("r", 3.5)
      .attr("cx", ({ time }) => x(time * 1000)).attr("cy", height);
  }

  function measurement(layer, values, frame, x) {
    return line(layer, values, values.map(({ number }) => number), frame, x, d3.curveMonotoneX);
  }

  // The last sum is known: those before it follow.
  function counter(layer, values, frame, x, { sum }) {
    let level = sum ?? d3.sum(values, ({ number }) => number);
    const levels = [];
    for (let index = values.length - 1; index >= 0; index -= 1) {
      levels[index] = level;
      level -= values[index].number;
    }
    return line(layer, values, levels, frame, x, d3.curveStepAfter);
  }

  function event(layer, values, frame, x) {
    if (values.every(({ text }) => text === timeOfDay)) {
      const y = d3.scaleLinear([0, 86400], [frame.bottom, frame.top]);
      dots(layer, values, ({ number }) => y(number), x);
      const hours = (seconds) => `${String(Math.floor(seconds / 3600)).padStart(2, "0")}:00`;
      return { axis: y, ticks: [0, 21600, 43200, 64800, 86400], format: hours, place: (index) => y(values[index].number) };
    }
    const middle = (frame.top + frame.bottom) / 2;
    layer.selectAll(".stem").data(values).join("line").attr("class", "stem").attr("x1", ({ time }) => x(time * 1000))
      .attr("x2", ({ time }) => x(time * 1000)).attr("y1", middle).attr("y2", frame.bottom);
    dots(layer, values, middle, x);
    return { axis: null, place: () => middle };
  }

  function category(layer, values, frame, x) {
    // Those that were last are the first lanes; a category keeps its colour, which goes by its name.
    const names = [...new Set(values.map(({ text }) => text).reverse())].slice(0, mostLanes);
    const colours = new Map([...names].sort().map((name, index) => [name, index % 6]));
    const lanes = d3.scaleBand(names, [frame.top, frame.bottom]).paddingInner(0.18);
    const label = Math.min(20, lanes.bandwidth() * 0.5);
    const end = x.domain()[1].getTime();
    // The same said again goes on.
    const bands = values.filter(({ text }, index) => text !== values[index - 1]?.text)
      .map((value, index, changes) => ({ ...value, until: (changes[index + 1]?.time ?? end / 1000) * 1000 }))
      .filter(({ text }) => lanes(text) !== undefined);
    layer.selectAll(".band").data(bands).join("rect").attr("class", ({ text }) => `band c${colours.get(text)}`)
      .attr("x", ({ time }) => x(time * 1000)).attr("width", ({ time, until }) => Math.max(3, x(until) - x(time * 1000)))
      .attr("y", ({ text }) => lanes(text) + label).attr("height", lanes.bandwidth() - label);
    layer.selectAll(".lane").data(names).join("text").attr("class", "lane").attr("x", frame.left)
      .attr("y", (name) => lanes(name) + label - 5).text((name) => (name.length > 40 ? `${name.slice(0, 39)}…` : name));
    return { axis: null, place: (index) => (lanes(values[index].text) ?? frame.top) + (lanes.bandwidth() + label) / 2 };
  }

  // How high a drawing is to be, in pixels; null: as the style sheet says.
  function height(kind, values) {
    if (kind === "category") return 48 + 52 * Math.max(2, Math.min(mostLanes, new Set(values.map(({ text }) => text)).size));
    return kind === "event" && !values.every(({ text }) => text === timeOfDay) ? 120 : null;
  }

  return { measurement, counter, event, category, height };
})();
