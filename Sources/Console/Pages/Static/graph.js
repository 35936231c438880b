// The page of the graph: takes the hits, lets them fade, and tells what is under the pointer.
"use strict";
(() => {
  const place = document.getElementById("graph");
  if (!place || !window.d3) return;
  const { live, GraphModel, GraphLayout, GraphDrawing } = loglines;
  const pauseButton = document.getElementById("pause");
  const [canvas, card, more, figures, scale] = ["graph-canvas", "graph-card", "graph-more", "graph-figures", "graph-scale"]
    .map((id) => document.getElementById(id));
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
  let chosen = null;
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
    chosen = null;
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
    if (chosen && !shown.nodes.has(chosen)) {
      chosen = null;
      showCard();
    }
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
    if (isStale) drawing.draw(chosen);
    if (isStale && chosen) placeCard();
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

  // MARK: Choosing a node

  function neighbours(node) {
    return [...node.links].map(({ source, target, weight }) => ({ node: source === node ? target : source, weight }))
      .sort((a, b) => b.weight - a.weight);
  }

  function showCard() {
    isStale = true;
    canvas.style.cursor = chosen ? "pointer" : "";
    card.hidden = !chosen;
    if (!chosen) return;
    const around = neighbours(chosen);
    const line = (tag, text) => Object.assign(document.createElement(tag), { textContent: text });
    const list = document.createElement("ul");
    for (const { node, weight } of around.slice(0, 5)) {
      const item = line("li", shortName(node));
      item.append(line("b", live.figure(weight)));
      list.append(item);
    }
    const rest = around.length - 5;
    const verdicts = [...live.verdicts].filter(([verdict]) => chosen.verdicts[verdict] > 0)
      .map(([verdict, text]) => `${text}: ${live.figure(chosen.verdicts[verdict])}`).join(", ");
    card.replaceChildren(
      line("strong", name(chosen)), line("p", `${hits(chosen.weight)} in the last ${span()}${chosen.service ? `, ${chosen.service}` : ""}`),
      line("p", verdicts), list, ...(rest > 0 ? [line("p", `and ${rest} more`)] : []),
      line("p", chosen.kind === "country" ? "Enter or click: this country only" : chosen.id ? "Enter or click: explain the newest hit" : ""));
    placeCard();
  }

  // Where it hides least: on the other side.
  function placeCard() {
    const isNarrow = layout.width < 560;
    card.classList.toggle("left", !isNarrow && chosen.left > layout.width / 2);
    card.classList.toggle("low", isNarrow && chosen.top < layout.height / 2);
  }

  function select(node) {
    if (node === chosen) return;
    chosen = node;
    showCard();
  }

  function open(node) {
    if (node?.kind === "country") live.set({ country: live.get("country") === node.label ? "" : node.label || "-" });
    else if (node?.id) location.assign(live.explanation(node.id));
  }

  const under = (event) => drawing.at(event.offsetX, event.offsetY);
  canvas.addEventListener("pointermove", (event) => { if (event.pointerType === "mouse") select(under(event)); });
  canvas.addEventListener("pointerleave", (event) => { if (event.pointerType === "mouse") select(null); });
  canvas.addEventListener("click", (event) => {
    const node = under(event);
    // A finger that touches a node chooses it; one that touches it again opens it.
    if (event.pointerType !== "touch" || node === chosen) open(node);
    select(node);
  });
  canvas.addEventListener("blur", () => select(null));
  canvas.addEventListener("keydown", (event) => {
    const order = [...shown.nodes].sort((a, b) => b.weight - a.weight);
    const index = order.indexOf(chosen);
    const moves = { ArrowRight: index + 1, ArrowDown: index + 1, ArrowLeft: index - 1, ArrowUp: index - 1, Home: 0, End: order.length - 1 };
    if (event.key === "Escape") select(null);
    else if (event.key === "Enter" && chosen) open(chosen);
    else if (event.key in moves && order.length) select(order[(moves[event.key] + order.length) % order.length]);
    else return;
    event.preventDefault();
    live.answer(chosen ? card.innerText : "");
  });
  setInterval(() => { if (chosen && !live.calm.matches) showCard(); }, 1000);
})();
