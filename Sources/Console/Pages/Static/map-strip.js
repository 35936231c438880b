// The last two minutes, second by second: how many hits, and of which verdicts.
"use strict";
(() => {
  const { live, marks } = loglines;
  const span = 120;
  const strip = document.getElementById("strip");
  const [canvas, caption] = [strip.querySelector("canvas"), strip.querySelector("p")];
  const order = [...live.verdicts.keys()];
  // By the second since 1970: the hits of each verdict, and all.
  const seconds = new Map();
  let timer = 0;

  function draw() {
    const [width, height] = [strip.clientWidth, canvas.clientHeight];
    if (!width || !height) return;
    const pen = marks.fit(canvas, width, height);
    const now = Math.floor(Date.now() / 1000);
    for (const second of seconds.keys()) if (second <= now - span) seconds.delete(second);
    const most = Math.max(1, ...[...seconds.values()].map(({ all }) => all));
    const step = width / span;
    for (const [second, { counts }] of seconds) {
      const x = width - (now - second + 1) * step;
      let y = height;
      for (const verdict of order) {
        const part = ((counts.get(verdict) ?? 0) / most) * height;
        if (!part) continue;
        pen.fillStyle = marks.colour(verdict);
        pen.fillRect(x, y - part, Math.max(1, step - 0.75), part);
        y -= part;
      }
    }
    const text = `The last two minutes; at most ${live.figure(most)} a second`;
    if (caption.textContent !== text) caption.textContent = text;
  }

  live.hits({
    restart() {
      seconds.clear();
      draw();
    },
    frame(body) {
      if (body.hits.length) {
        const second = Math.floor(body.time / 1000);
        const here = seconds.get(second) ?? { counts: new Map(), all: 0 };
        for (const { verdict, n } of body.hits) {
          here.counts.set(verdict, (here.counts.get(verdict) ?? 0) + n);
          here.all += n;
        }
        seconds.set(second, here);
      }
      timer ||= setTimeout(() => { timer = 0; draw(); }, 500);
    },
  });
  new ResizeObserver(draw).observe(strip);
  live.dark.addEventListener("change", draw);
})();
