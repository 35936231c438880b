// The world, drawn on two canvases: the land, which changes when it is moved, and above it the hits, which live for seconds.
"use strict";
(() => {
  const { live, marks, dots } = loglines;
  const stage = document.getElementById("stage");
  const land = document.getElementById("land");
  const canvas = document.getElementById("hits");
  const projection = d3.geoNaturalEarth1();
  // What is to be seen at first: all but most of Antarctica, which is there when the map is moved.
  const inhabited = { type: "MultiPoint", coordinates: [[-180, 0], [180, 0], [0, 84], [0, -60]] };
  let [width, height] = [0, 0];
  let landPen, pen;
  let world = null;
  let shapes = null;
  let transform = d3.zoomIdentity;
  let drawn = 0;
  let [frame, timer] = [0, 0];
  const listeners = [];

  // Places are projected once for each size of the map; moving and zooming is a matter of the transform.
  const at = (place) => transform.apply(place.point ??= projection([place.lon, place.lat]));

  function fit() {
    const box = stage.getBoundingClientRect();
    if (!box.width || !box.height) return;
    [width, height] = [box.width, box.height];
    landPen = marks.fit(land, width, height);
    pen = marks.fit(canvas, width, height);
    const room = Math.min(12, width * 0.01);
    projection.fitExtent([[room, room], [width - room, height - room]], inhabited);
    dots.fit(width, height);
    marks.sizes(dots.radius);
    for (const dot of dots.all()) dot.place.point = null;
    const path = (shape) => new Path2D(d3.geoPath(projection)(shape) ?? "");
    shapes = { sphere: path({ type: "Sphere" }), graticule: path(d3.geoGraticule10()), land: world && path(world) };
    const [, [, south]] = d3.geoPath(projection).bounds({ type: "Sphere" });
    zoom.extent([[0, 0], [width, height]]).translateExtent([[0, 0], [width, Math.max(height, south + room)]]);
    moveTo(live.get("at"));
    drawLand();
    redraw();
  }

  function drawLand() {
    if (!shapes) return;
    landPen.save();
    landPen.clearRect(0, 0, width, height);
    landPen.translate(transform.x, transform.y);
    landPen.scale(transform.k, transform.k);
    const thin = 1 / transform.k;
    landPen.fillStyle = live.colour("deep");
    landPen.fill(shapes.sphere);
    landPen.lineWidth = 0.6 * thin;
    landPen.strokeStyle = live.colour("graticule");
    landPen.stroke(shapes.graticule);
    if (shapes.land) {
      landPen.fillStyle = live.colour("land");
      landPen.fill(shapes.land);
      landPen.strokeStyle = live.colour("border");
      landPen.lineJoin = "round";
      landPen.stroke(shapes.land);
    }
    landPen.lineWidth = thin;
    landPen.strokeStyle = live.colour("border");
    landPen.stroke(shapes.sphere);
    landPen.restore();
  }

  function draw(now) {
    frame = 0;
    if (!pen) return;
    pen.clearRect(0, 0, width, height);
    if (dots.rescale(now)) marks.sizes(dots.radius);
    dots.draw(pen, at, now, marks.isDark);
    canvas.dataset.drawn = String(drawn);
    canvas.dataset.alive = String(dots.size);
    for (const listener of listeners) listener(pen);
    if (dots.size) schedule();
  }

  // Draws again as long as something is alive: with each frame of the screen, or once a second for who wants no motion.
  function schedule() {
    if (live.calm.matches) timer ||= setTimeout(() => { timer = 0; redraw(); }, 1000);
    else redraw();
  }
  function redraw() {
    frame ||= requestAnimationFrame(draw);
  }

  // The wheel zooms when the map has the focus or fills the screen; otherwise it scrolls the page.
  const zoom = d3.zoom().scaleExtent([1, 24]).clickDistance(4)
    .filter(() => {
      const { type, ctrlKey, button, touches } = d3.event;
      if (type === "wheel") return ctrlKey || document.activeElement === canvas || Boolean(document.fullscreenElement);
      if (touches) return touches.length > 1 || transform.k > 1;
      return !button && !ctrlKey;
    })
    .on("zoom", () => {
      transform = d3.event.transform;
      canvas.classList.toggle("near", transform.k > 1);
      drawLand();
      redraw();
    })
    .on("end", () => {
      if (!d3.event.sourceEvent && !isByKey) return;
      isByKey = false;
      keepPlace();
    });
  let isByKey = false;

  function keepPlace() {
    const [lon, lat] = projection.invert(transform.invert([width / 2, height / 2]));
    live.set({ at: transform.k > 1.01 ? `${lon.toFixed(1)},${lat.toFixed(1)},${transform.k.toFixed(1)}` : "" }, false);
  }

  function moveTo(text) {
    const [lon, lat, k] = text.split(",").map(Number);
    if (!text || ![lon, lat, k].every(Number.isFinite)) return d3.select(canvas).call(zoom.transform, d3.zoomIdentity);
    d3.select(canvas).call(zoom.scaleTo, k).call(zoom.translateTo, ...projection([lon, lat]));
  }

  function move(step) {
    isByKey = true;
    const target = live.calm.matches ? d3.select(canvas) : d3.select(canvas).transition().duration(180);
    step(target);
  }
  const moves = {
    in: () => move((it) => it.call(zoom.scaleBy, 1.6)), out: () => move((it) => it.call(zoom.scaleBy, 1 / 1.6)),
    all: () => move((it) => it.call(zoom.transform, d3.zoomIdentity)),
    by: (x, y) => move((it) => it.call(zoom.translateBy, (x * width) / transform.k, (y * height) / transform.k)),
  };
  for (const button of stage.querySelectorAll("[data-zoom]")) button.addEventListener("click", () => moves[button.dataset.zoom]());

  function setFade() {
    dots.fade = 1000 * (Number(live.get("fade")) || 4);
    redraw();
  }
  live.watch((names) => {
    if (names.has("fade")) setFade();
    if (names.has("at")) {
      const [lon, lat] = width ? projection.invert(transform.invert([width / 2, height / 2])) : [0, 0];
      const here = transform.k > 1.01 ? `${lon.toFixed(1)},${lat.toFixed(1)},${transform.k.toFixed(1)}` : "";
      if (here !== live.get("at")) moveTo(live.get("at"));
    }
  });
  live.dark.addEventListener("change", () => { drawLand(); marks.sizes(dots.radius); redraw(); });
  live.calm.addEventListener("change", redraw);

  const whole = document.getElementById("whole");
  whole.hidden = !document.fullscreenEnabled;
  whole.addEventListener("click", () => document.getElementById("map").requestFullscreen());

  live.hits({
    restart() {
      dots.clear();
      redraw();
    },
    frame(body) {
      const now = performance.now();
      for (const group of body.hits) {
        if (group.lat === undefined) continue;
        dots.add(group, { lon: group.lon, lat: group.lat, point: null }, now);
        drawn += group.n;
      }
      if (body.hits.length) schedule();
    },
  });

  d3.select(canvas).call(zoom).on("dblclick.zoom", null);
  setFade();
  new ResizeObserver(fit).observe(stage);
  d3.json("/static/world-110m.geojson").then((borders) => { world = borders; fit(); });
  loglines.map = { canvas, stage, moves, at, redraw, whenDrawn: (listener) => listeners.push(listener), get transform() { return transform; } };
})();
