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
      // Nodes whose names are shown, and where.
      this.named = new Map();
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
      // Many links are fainter, or nothing else would be seen.
      const strength = 0.4 * Math.min(1, Math.sqrt(120 / (layout.links.length + 1)));
      for (const link of layout.links) {
        const { source, target } = link;
        const isNear = source === chosen || target === chosen;
        context.globalAlpha = dim(isNear) * Math.min(1, link.shown) * (isNear ? 0.85 : strength);
        context.strokeStyle = loglines.marks.colour(loglines.GraphModel.verdict(link));
        context.lineWidth = Math.min(9, 0.75 + 0.5 * Math.sqrt(link.shown ?? 0));
        context.beginPath();
        context.moveTo(source.left, source.top);
        context.lineTo(target.left, target.top);
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
      loglines.marks.ring(context, node.left, node.top, radius + 1.5);
      context.fill();
      if (node.kind === "country") {
        context.fillStyle = this.ink;
        loglines.marks.ring(context, node.left, node.top, radius);
        context.fill();
      } else {
        loglines.marks.mark(context, loglines.GraphModel.verdict(node), node.left, node.top, radius);
      }
      if (!isChosen) return;
      context.lineWidth = 3;
      context.strokeStyle = this.accent;
      loglines.marks.ring(context, node.left, node.top, radius + 3.5);
      context.stroke();
    }

    // Names of the heaviest first, each where it lies on nothing: below its node, above, or beside it; one that has no such place
    // is left out, unless it is one of the first, which may lie on lighter nodes. Those that are there already come before others that
    // weigh a little more, so that they do not flicker.
    names(near, chosen, dim) {
      const { context, layout } = this;
      const order = [...layout.nodes].filter((node) => node.shown > 0.3 && (!near || near.has(node)))
        .map((node) => ({ node, rank: (node === chosen ? 1e9 : 0) + node.shown * (this.named.has(node) ? 1.5 : 1) + (node.kind === "country" ? 1 : 0) }))
        .sort((a, b) => b.rank - a.rank);
      const [discs, names, heavier] = [new Boxes(), new Boxes(), new Boxes()];
      const disc = (node) => {
        const half = layout.radius(node) * 0.85;
        return { x: node.left - half, y: node.top - half, right: node.left + half, bottom: node.top + half, node };
      };
      for (const { node } of order) discs.add(disc(node));
      const named = new Map();
      Object.assign(context, { textAlign: "left", textBaseline: "top", lineJoin: "round", strokeStyle: this.ground, lineWidth: 3 });
      order.forEach(({ node }, index) => {
        const text = this.name(node);
        const places = this.places(node, this.measure(text, node.kind));
        // Where it was before comes first.
        const before = this.named.get(node);
        if (before) places.unshift(...places.splice(before, 1));
        const isFree = (box) => !names.hits(box) && !discs.hits(box);
        const box = places.find(isFree) ?? (index < 12 || node === chosen ? places.find((box) => !names.hits(box) && !heavier.hits(box)) : null)
          ?? (node === chosen ? places[0] : null);
        heavier.add(disc(node));
        if (!box) return;
        names.add(box);
        named.set(node, box.place);
        context.font = fonts[node.kind];
        context.globalAlpha = dim(true) * Math.min(1, node.shown);
        context.strokeText(text, box.x + 2, box.y);
        context.fillStyle = node.kind === "country" ? this.ink : this.faint;
        context.fillText(text, box.x + 2, box.y);
      });
      this.named = named;
    }

    // Where a node's name may stand.
    places(node, width) {
      const radius = this.layout.radius(node);
      const inside = (x) => Math.max(1, Math.min(this.width - width - 5, x - 2));
      return [
        [inside(node.left - width / 2), node.top + radius + 2], [inside(node.left - width / 2), node.top - radius - 15],
        [node.left + radius + 2, node.top - 7], [node.left - radius - width - 6, node.top - 7],
      ].map(([x, y], place) => ({ x, y, right: x + width + 4, bottom: y + 14, node, place }))
        .filter(({ x, y, right, bottom }) => x > 0 && right < this.width && y > this.layout.margin.top - 8 && bottom < this.height - this.layout.margin.bottom + 4);
    }

    measure(text, kind) {
      const key = `${kind} ${text}`;
      let width = this.widths.get(key);
      if (width === undefined) {
        if (this.widths.size > 5000) this.widths.clear();
        this.context.font = fonts[kind];
        this.widths.set(key, (width = this.context.measureText(text).width));
      }
      return width;
    }

    // The node at a point, or one that is close by.
    at(x, y) {
      let best = null;
      let least = 8;
      for (const node of this.layout.nodes) {
        const distance = Math.hypot(node.left - x, node.top - y) - this.layout.radius(node);
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
