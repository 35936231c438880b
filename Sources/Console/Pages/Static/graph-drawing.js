// Draws the graph on a canvas, with as many names as have room.
"use strict";
(() => {
  const family = "system-ui, 'DejaVu Sans', sans-serif";
  const fonts = { country: `600 13px ${family}`, content: `12px ${family}` };

  class GraphDrawing {
    // name(node): what it is called.
    constructor(canvas, layout, name) {
      [this.canvas, this.layout, this.name] = [canvas, layout, name];
      this.context = canvas.getContext("2d");
      this.widths = new Map();
      this.named = new Set();
    }

    resize(width, height) {
      loglines.marks.fit(this.canvas, width, height);
      [this.width, this.height] = [width, height];
      this.dress();
    }

    // Reads the page's colours: light or dark.
    dress() {
      const style = getComputedStyle(this.canvas);
      const read = (name) => style.getPropertyValue(name).trim();
      this.ink = read("--ink");
      this.ground = read("--card");
      this.faint = read("--faint");
      this.accent = read("--accent");
    }

    // chosen: the node whose neighbours are shown; null: all.
    draw(chosen) {
      const { context, layout } = this;
      context.clearRect(0, 0, this.width, this.height);
      const near = chosen && new Set([chosen, ...[...chosen.links].flatMap(({ source, target }) => [source, target])]);
      const dim = (isNear) => (!near || isNear ? 1 : 0.12);
      context.lineCap = "round";
      for (const link of layout.links) {
        const { source, target } = link;
        const isNear = source === chosen || target === chosen;
        context.globalAlpha = dim(isNear) * Math.min(1, link.shown) * (isNear ? 0.85 : 0.38);
        context.strokeStyle = loglines.marks.colour(loglines.GraphModel.verdict(link));
        context.lineWidth = Math.min(9, 0.75 + 0.5 * Math.sqrt(link.shown ?? 0));
        context.beginPath();
        context.moveTo(source.x, source.y);
        context.lineTo(target.x, target.y);
        context.stroke();
      }
      for (const node of layout.nodes) this.node(node, node === chosen, dim(near?.has(node)));
      this.names(near, chosen, dim);
      context.globalAlpha = 1;
    }

    // A country is a full disc of the ink's colour, and what is asked for the mark of what became of most of its hits.
    node(node, isChosen, alpha) {
      const { context } = this;
      const radius = this.layout.radius(node);
      context.globalAlpha = alpha * Math.min(1, node.shown);
      context.fillStyle = this.ground;
      loglines.marks.ring(context, node.x, node.y, radius + 1.5);
      context.fill();
      if (node.kind === "country") {
        context.fillStyle = this.ink;
        loglines.marks.ring(context, node.x, node.y, radius);
        context.fill();
      } else {
        loglines.marks.mark(context, loglines.GraphModel.verdict(node), node.x, node.y, radius);
      }
      if (!isChosen) return;
      context.lineWidth = 3;
      context.strokeStyle = this.accent;
      loglines.marks.ring(context, node.x, node.y, radius + 3.5);
      context.stroke();
    }

    // Names of the heaviest first; one that would lie on another or on a heavier node is left out. Those that are there already
    // come before others that weigh a little more, so that they do not flicker.
    names(near, chosen, dim) {
      const { context, layout } = this;
      const order = [...layout.nodes].filter((node) => node.shown > 0.3 && (!near || near.has(node)))
        .map((node) => ({ node, rank: (node === chosen ? 1e9 : 0) + node.shown * (this.named.has(node) ? 1.5 : 1) + (node.kind === "country" ? 1 : 0) }))
        .sort((a, b) => b.rank - a.rank);
      const taken = new Boxes();
      for (const { node } of order) {
        const radius = layout.radius(node) * 0.8;
        if (radius > 4) taken.add({ x: node.x - radius, y: node.y - radius, right: node.x + radius, bottom: node.y + radius, node });
      }
      const named = new Set();
      context.textAlign = "left";
      context.textBaseline = "top";
      context.lineJoin = "round";
      for (const { node } of order) {
        const text = this.name(node);
        context.font = fonts[node.kind];
        const width = this.measure(text, node.kind);
        const x = Math.max(3, Math.min(this.width - width - 3, node.x - width / 2));
        const y = Math.min(this.height - 15, node.y + layout.radius(node) + 2);
        const box = { x: x - 2, y, right: x + width + 2, bottom: y + 14, node };
        if (node !== chosen && taken.hits(box)) continue;
        taken.add(box);
        named.add(node);
        context.globalAlpha = dim(true) * Math.min(1, node.shown);
        context.strokeStyle = this.ground;
        context.lineWidth = 3;
        context.strokeText(text, x, y);
        context.fillStyle = node.kind === "country" ? this.ink : this.faint;
        context.fillText(text, x, y);
      }
      this.named = named;
    }

    measure(text, kind) {
      const key = `${kind} ${text}`;
      let width = this.widths.get(key);
      if (width === undefined) {
        if (this.widths.size > 5000) this.widths.clear();
        this.widths.set(key, (width = this.context.measureText(text).width));
      }
      return width;
    }

    // The node at a point, or one that is close by.
    at(x, y) {
      let best = null;
      let least = 8;
      for (const node of this.layout.nodes) {
        const distance = Math.hypot(node.x - x, node.y - y) - this.layout.radius(node);
        if (distance < least && node.shown > 0.3) [best, least] = [node, distance];
      }
      return best;
    }
  }

  // Rectangles, found by the squares that they lie on.
  class Boxes {
    constructor() {
      this.squares = new Map();
    }

    *of({ x, y, right, bottom }) {
      for (let column = Math.floor(x / 64); column <= Math.floor(right / 64); column += 1) {
        for (let row = Math.floor(y / 64); row <= Math.floor(bottom / 64); row += 1) yield column * 4096 + row;
      }
    }

    add(box) {
      for (const square of this.of(box)) {
        if (!this.squares.has(square)) this.squares.set(square, []);
        this.squares.get(square).push(box);
      }
    }

    // A name may lie on its own node.
    hits(box) {
      for (const square of this.of(box)) {
        for (const other of this.squares.get(square) ?? []) {
          if (other.node !== box.node && other.x < box.right && box.x < other.right && other.y < box.bottom && box.y < other.bottom) return true;
        }
      }
      return false;
    }
  }

  loglines.GraphDrawing = GraphDrawing;
})();
