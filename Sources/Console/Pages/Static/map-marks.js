// How a hit is drawn: each verdict has a colour and a mark of its own, the same on the map and in its legend.
"use strict";
loglines.marks = (() => {
  const { live } = loglines;
  let colours = {};
  let isDark = false;
  let edge = "";
  let glows = {};

  function read() {
    colours = Object.fromEntries([...live.verdicts.keys()].map((verdict) => [verdict, live.colour(`v-${verdict}`)]));
    edge = live.colour("deep");
    // Not `live.dark`: Chromium tells those who listen to a query nothing when it was asked before it could.
    isDark = matchMedia(live.dark.media).matches;
    glows = {};
  }
  read();

  // A soft light, drawn once for each colour.
  function glow(verdict) {
    if (glows[verdict]) return glows[verdict];
    const sprite = document.createElement("canvas");
    sprite.width = sprite.height = 96;
    const pen = sprite.getContext("2d");
    const light = pen.createRadialGradient(48, 48, 0, 48, 48, 48);
    const colour = d3.rgb(colours[verdict]);
    for (const [stop, opacity] of [[0, 0.55], [0.35, 0.22], [1, 0]]) {
      light.addColorStop(stop, `rgba(${colour.r},${colour.g},${colour.b},${opacity})`);
    }
    pen.fillStyle = light;
    pen.fillRect(0, 0, 96, 96);
    return (glows[verdict] = sprite);
  }

  function ring(pen, x, y, radius) {
    pen.beginPath();
    pen.arc(x, y, Math.max(radius, 0.5), 0, 2 * Math.PI);
  }

  // Those that count are full; the others are open, each in another form.
  const forms = {
    download(pen, x, y, r) { ring(pen, x, y, r); pen.fill(); pen.strokeStyle = edge; pen.lineWidth = 1; pen.stroke(); },
    view(pen, x, y, r) { pen.globalAlpha *= 0.55; ring(pen, x, y, r); pen.fill(); pen.globalAlpha /= 0.55; ring(pen, x, y, r); pen.stroke(); },
    robot(pen, x, y, r) { pen.strokeRect(x - r * 0.86, y - r * 0.86, r * 1.72, r * 1.72); },
    agent(pen, x, y, r) {
      pen.beginPath();
      pen.moveTo(x, y - r * 1.15); pen.lineTo(x + r * 1.15, y); pen.lineTo(x, y + r * 1.15); pen.lineTo(x - r * 1.15, y);
      pen.closePath(); pen.stroke();
    },
    double_click(pen, x, y, r) { ring(pen, x, y, r); pen.stroke(); ring(pen, x, y, r * 0.45); pen.stroke(); },
    no_item(pen, x, y, r) { ring(pen, x, y, r); pen.stroke(); },
    error(pen, x, y, r) {
      const s = r * 0.85;
      pen.beginPath();
      pen.moveTo(x - s, y - s); pen.lineTo(x + s, y + s); pen.moveTo(x + s, y - s); pen.lineTo(x - s, y + s);
      pen.stroke();
    },
  };

  // Draws a mark of a radius in CSS pixels.
  function mark(pen, verdict, x, y, radius) {
    const colour = colours[verdict] ?? colours.no_item;
    pen.fillStyle = pen.strokeStyle = colour;
    pen.lineWidth = Math.min(2.25, 1.1 + radius * 0.08);
    (forms[verdict] ?? forms.no_item)(pen, x, y, radius);
  }

  // Makes a canvas as fine as the screen. Its coordinates are CSS pixels.
  function fit(canvas, width, height) {
    const fine = Math.min(devicePixelRatio || 1, 3);
    canvas.width = Math.round(width * fine);
    canvas.height = Math.round(height * fine);
    const pen = canvas.getContext("2d");
    pen.setTransform(fine, 0, 0, fine, 0, 0);
    return pen;
  }

  function legend() {
    for (const canvas of document.querySelectorAll("canvas[data-mark]")) mark(fit(canvas, 20, 20), canvas.dataset.mark, 10, 10, 5.5);
  }
  legend();

  // What so many requests look like.
  const scale = document.getElementById("scale");
  function sizes(radius) {
    const counts = [1, 10, 100, 1000, 10000].filter((count) => radius(count) >= 1.5 && radius(count) <= 24).slice(-3);
    if (!counts.length) return;
    const [gap, most] = [14, radius(counts[counts.length - 1])];
    const width = counts.reduce((sum, count) => sum + Math.max(2 * radius(count), 22) + gap, 0);
    const canvas = scale.querySelector("canvas");
    const pen = fit(canvas, width, 2 * most + 20);
    canvas.style.width = `${width}px`;
    canvas.style.height = `${2 * most + 20}px`;
    pen.strokeStyle = pen.fillStyle = live.colour("faint");
    pen.font = "11px system-ui, sans-serif";
    pen.textAlign = "center";
    let x = gap;
    for (const count of counts) {
      const r = radius(count);
      const middle = x + Math.max(r, 11);
      ring(pen, middle, 2 * most + 1 - r, r);
      pen.stroke();
      pen.fillText(live.figure(count), middle, 2 * most + 15);
      x += Math.max(2 * r, 22) + gap;
    }
  }

  live.dark.addEventListener("change", () => { read(); legend(); });
  return { get isDark() { return isDark; }, mark, glow, fit, ring, sizes, scale, colour: (verdict) => colours[verdict] ?? colours.no_item };
})();
