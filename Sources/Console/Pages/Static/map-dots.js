// The dots that are alive: one for each place and verdict, as big as its requests within the fading time.
"use strict";
loglines.dots = (() => {
  const { marks, live } = loglines;
  const most = 4000;
  const ripple = 900;
  const biggest = 30;
  // Above that many the dots are drawn plainly.
  const few = 1200;
  // By place and verdict, the one that was hit last at the end.
  const dots = new Map();
  let fade = 4000;
  // What one request's radius is; it shrinks while there are places with more than fit.
  let usual = 3.4;
  let unit = usual;
  let area = 0;
  // How many milliseconds lie between two pictures; a machine that cannot keep up draws no light and no ripples.
  let [pace, drawnAt, isPlain] = [16, 0, false];

  // How much of a dot is left: 1 as it is hit, 0 when it is gone.
  const left = (dot, now) => Math.max(0, 1 - (now - dot.last) / fade);
  const weight = (dot, now) => dot.weight * left(dot, now);
  const radius = (requests) => Math.max(1.6, unit * Math.sqrt(requests));

  // Takes a group of hits at a place.
  function add(group, place, now) {
    const key = `${group.lat},${group.lon},${group.verdict}`;
    const known = dots.get(key);
    const dot = known ?? { place, verdict: group.verdict, weight: 0, last: now, born: now, total: 0 };
    dot.weight = (known ? weight(dot, now) : 0) + group.n;
    dot.total += group.n;
    dot.last = now;
    if (now - dot.born > ripple) dot.born = now;
    dot.group = group;
    dot.heard = Date.now();
    if (known) dots.delete(key);
    dots.set(key, dot);
    if (dots.size > most) dots.delete(dots.keys().next().value);
  }

  function forgetGone(now) {
    for (const [key, dot] of dots) if (left(dot, now) <= 0) dots.delete(key);
  }

  // Lets the greatest fit, and all together cover no more than a part of the map; says whether the scale is another now.
  function rescale(now) {
    let [greatest, sum] = [1, 1];
    for (const dot of dots.values()) {
      const requests = weight(dot, now);
      greatest = Math.max(greatest, requests);
      sum += requests;
    }
    const wanted = Math.min(usual, biggest / Math.sqrt(greatest), Math.sqrt((0.028 * area) / (Math.PI * sum)));
    if (wanted > unit * 0.85 && (wanted < unit * 1.35 || unit === usual)) return false;
    unit = wanted;
    return true;
  }

  // Dots of the same place stand side by side, so that each verdict can be seen. They go to where they belong softly.
  function arrange(order, isStill) {
    const places = new Map();
    for (const one of order) {
      const { lat, lon } = one.dot.group;
      const key = `${lat},${lon}`;
      if (places.has(key)) places.get(key).push(one.dot);
      else places.set(key, [one.dot]);
    }
    for (const together of places.values()) {
      together.sort((a, b) => (a.verdict < b.verdict ? -1 : 1));
      const circles = together.map((dot) => ({ r: dot.radius + 0.75 }));
      d3.packSiblings(circles);
      together.forEach((dot, index) => {
        const { x, y } = circles[index];
        const part = dot.dx === undefined || isStill ? 1 : 0.25;
        dot.dx = (dot.dx ?? 0) * (1 - part) + x * part;
        dot.dy = (dot.dy ?? 0) * (1 - part) + y * part;
      });
    }
  }

  // Draws all, the great ones first so that none hides another. `at` gives the place on the screen.
  function draw(pen, at, now, isDark) {
    forgetGone(now);
    const isCalm = live.calm.matches;
    const order = [...dots.values()].map((dot) => ({ dot, weight: isCalm ? dot.weight : weight(dot, now) })).sort((a, b) => b.weight - a.weight);
    if (now - drawnAt < 500) pace += (now - drawnAt - pace) * 0.1;
    drawnAt = now;
    isPlain = isPlain ? pace > 22 : pace > 45;
    const isRich = order.length < few;
    for (const one of order) {
      one.dot.radius = radius(one.weight);
      one.life = isCalm ? 1 : Math.min(1, left(one.dot, now) * 1.6);
    }
    if (isRich) arrange(order, isCalm);
    for (const { dot, life } of order) {
      const [x, y] = at(dot.place);
      [dot.x, dot.y] = [x + (dot.dx ?? 0), y + (dot.dy ?? 0)];
      if (!isRich || isPlain) continue;
      pen.globalAlpha = life * (isDark ? 0.8 : 0.3);
      const reach = dot.radius * 2 + 8;
      pen.drawImage(marks.glow(dot.verdict), dot.x - reach, dot.y - reach, 2 * reach, 2 * reach);
    }
    for (const { dot, life } of order) {
      pen.globalAlpha = life;
      marks.mark(pen, dot.verdict, dot.x, dot.y, dot.radius);
      const age = (now - dot.born) / ripple;
      if (age >= 1 || isCalm || isPlain || order.length > 400) continue;
      pen.globalAlpha = (1 - age) ** 2 * 0.7;
      pen.lineWidth = 1.25;
      pen.strokeStyle = marks.colour(dot.verdict);
      marks.ring(pen, dot.x, dot.y, dot.radius + 2 + 18 * (1 - (1 - age) ** 2));
      pen.stroke();
    }
    pen.globalAlpha = 1;
  }

  // The dot at a point of the screen, the smallest where there are more; null: there is none.
  function find(x, y) {
    let found = null;
    for (const dot of dots.values()) {
      if (dot.x === undefined || Math.hypot(dot.x - x, dot.y - y) > Math.max(dot.radius, 4) + 4) continue;
      if (!found || dot.radius < found.radius) found = dot;
    }
    return found;
  }

  return {
    add, draw, find, radius, rescale, get size() { return dots.size; }, all: () => [...dots.values()],
    has: (dot) => dots.has(`${dot.group.lat},${dot.group.lon},${dot.verdict}`), clear: () => dots.clear(),
    // The map's size: on a small one everything is smaller.
    fit(width, height) {
      area = width * height;
      usual = unit = Math.min(4.6, Math.max(1.9, width / 360));
    },
    set fade(milliseconds) { fade = milliseconds; },
  };
})();
