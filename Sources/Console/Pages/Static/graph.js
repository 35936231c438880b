// The page of the graph: takes the hits, lets them fade, and tells what is under the pointer.
"use strict";
(() => {
  const place = document.getElementById("graph");
  if (!place || !window.d3) return;
  const { live, GraphModel, GraphLayout, GraphDrawing, GraphPointing } = loglines;
  const pauseButton = document.getElementById("pause");
  const [canvas, more, figures, scale] = ["graph-canvas", "graph-more", "graph-figures", "graph-scale"].map((id) => document.getElementById(id));
  const mostNodes = 150;
  // What is shown follows what is at these intervals, in milliseconds; with reduced motion it does so in steps.
  const choosing = 200;
  const stepping = 2000;

  const contents = {
    item: ({ item, service }) => item && { key: `i ${service} ${item}`, label: item, service },
    path: ({ content, service }) => content && { key: `p ${service} ${content}`, label: content, service },
    service: ({ service }) => ({ key: `s ${service}`, label: service }),
  };
  const model = new GraphModel(0, null);
  const layout = new GraphLayout();
  const drawing = new GraphDrawing(canvas, layout, shortName);
  // Of all hits: how many were seen, and how many come in a second.
  let [seen, rate] = [0, 0];
  let shown = { nodes: new Set(), links: [], more: 0 };
  const pointing = new GraphPointing(canvas, layout, drawing, {
    name, shortName, hits, span, nodes: () => shown.nodes, changed() { isStale = true; },
  });
  let isStale = true;
  // A clock that stands still while it is paused.
  let [held, last] = [0, performance.now()];
  function now() {
    const time = performance.now();
    if (pauseButton.ariaPressed === "true") held += time - last;
    last = time;
    return time - held;
  }

  function name(node) {
    return node.kind === "country" ? live.countryName(node.label) || "Place unknown" : node.label;
  }

  function shortName(node) {
    const text = name(node);
    return text.length > 28 ? `${text.slice(0, 12)}…${text.slice(-14)}` : text;
  }

  function hits(number) {
    return `${live.figure(number)} hit${number === 1 ? "" : "s"}`;
  }

  function span() {
    const seconds = model.life / 1000;
    return seconds < 120 ? `${seconds} seconds` : `${seconds / 60} minutes`;
  }

  function configure() {
    model.life = 1000 * (Number(live.get("fade")) || 10);
    model.content = contents[live.get("by")] ?? contents.item;
  }

  function restart() {
    model.clear();
    pointing.select(null);
    [seen, isStale] = [0, true];
  }

  const graph = (loglines.graph = { model, layout, drawing, isAtRest: true, get seen() { return seen; } });

  configure();
  live.hits({
    restart,
    frame(body) {
      ({ seen, rate } = body);
      const time = now();
      for (const group of body.hits) {
        live.offer("country", group.country, live.countryName(group.country));
        model.add(group, time);
      }
    },
  });
  live.watch((names) => {
    if (names.has("fade") || names.has("by")) {
      configure();
      if (names.has("by")) restart();
      tell();
    }
  });

  // MARK: Showing

  function choose() {
    model.fade(now());
    const room = Math.max(24, Math.min(mostNodes, Math.round((layout.width * layout.height) / 4200)));
    shown = model.heaviest(room, shown.nodes);
    layout.show(shown);
    if (!shown.nodes.has(pointing.chosen)) pointing.select(null);
    tell();
  }

  function tell() {
    const sum = d3.sum(shown.links, ({ weight }) => weight);
    const text = (element, text) => { if (element.textContent !== text) element.textContent = text; };
    text(figures, `${hits(sum)} of the last ${span()}; ${live.figure(rate)} a second, ${live.figure(seen)} in all`);
    text(more, shown.more ? `and ${live.figure(shown.more)} more with fewer hits` : "");
    place.dataset.nodes = shown.nodes.size;
    loglines.graphTable(shown.links, name);
    loglines.graphScale(scale, layout);
    if (!shown.links.length) return;
    const first = (kind) => name(d3.greatest([...shown.nodes].filter((node) => node.kind === kind), (a, b) => a.weight - b.weight));
    live.say(`${hits(sum)} in the last ${span()}, most of them from ${first("country")} and for ${first("content")}`);
  }

  let [chosenAt, steppedAt] = [-Infinity, -Infinity];
  function step(time) {
    requestAnimationFrame(step);
    if (!layout.width) return;
    let isMoving = false;
    if (live.calm.matches) {
      if (time - steppedAt < stepping && !isStale) return;
      steppedAt = time;
      choose();
      layout.ease(1);
      for (let ticks = 0; ticks < 250 && layout.tick(); ticks += 1);
      isMoving = layout.tick();
      isStale = true;
    } else {
      if (time - chosenAt > choosing) {
        chosenAt = time;
        choose();
      }
      isMoving = [layout.ease(0.12), layout.tick()].includes(true);
      isStale ||= isMoving;
    }
    graph.isAtRest = !isMoving;
    if (isStale) drawing.draw(pointing.chosen);
    isStale = false;
  }

  live.dark.addEventListener("change", () => {
    drawing.dress();
    isStale = true;
  });

  new ResizeObserver(() => {
    const { clientWidth: width, clientHeight: height } = place;
    if (!width || (width === layout.width && height === layout.height)) return;
    drawing.resize(width, height);
    layout.resize(width, height, { top: figures.offsetHeight + 14, bottom: more.offsetHeight + 6 });
    isStale = true;
  }).observe(place);
  requestAnimationFrame(step);
})();
