// Where the graph's nodes stand: forces that come to rest, and stir only as much as has changed.
"use strict";
(() => {
  const smallest = 3.5;
  const span = 25;

  // Nodes repel one another, links hold them together, and all is drawn to the middle.
  class GraphLayout {
    constructor() {
      this.nodes = new Set();
      this.links = [];
      this.scale = 24;
      // How far apart nodes stand when they fill their place.
      this.room = 80;
      this.link = d3.forceLink().distance(({ source, target }) => 0.5 * this.room + this.radius(source) + this.radius(target))
        .strength(({ weight, source, target }) => Math.min(1, 0.25 + weight / 12) / Math.min(source.degree, target.degree));
      this.x = d3.forceX();
      this.y = d3.forceY();
      this.simulation = d3.forceSimulation().stop().velocityDecay(0.55).alphaDecay(0.03).alphaMin(0.004)
        .force("charge", d3.forceManyBody().strength((node) => (-30 - 5 * this.radius(node)) * (this.room / 80) ** 1.5).distanceMax(400))
        .force("link", this.link).force("x", this.x).force("y", this.y)
        .force("collide", d3.forceCollide((node) => this.radius(node) + 8).strength(0.7));
    }

    // A node's radius: its area grows with its hits.
    radius(node) {
      return this.radiusOf(node.shown ?? node.weight);
    }

    radiusOf(hits) {
      return Math.min(1, hits) * smallest + span * Math.sqrt(Math.max(0, hits) / this.scale);
    }

    // The forces know of a place that is nearly a square; it is stretched to the place that there is. Margins are kept free.
    resize(width, height, margin) {
      this.margin = margin;
      const before = this.width ? [this.width / this.stretch.x, this.height / this.stretch.y] : null;
      const stretch = (one, other) => Math.max(1, Math.min(1.7, one / other));
      this.stretch = { x: stretch(width, height), y: stretch(height, width) };
      [this.width, this.height] = [width, height];
      const [across, down] = [width / this.stretch.x, height / this.stretch.y];
      for (const node of before ? this.nodes : []) {
        node.x *= across / before[0];
        node.y *= down / before[1];
      }
      this.x.x(across / 2).strength(0.05 * Math.min(1, down / across));
      this.y.y(down / 2).strength(0.05 * Math.min(1, across / down));
      this.stir(0.3);
    }

    stir(alpha) {
      this.simulation.alpha(Math.min(1, Math.max(this.simulation.alpha(), alpha)));
    }

    // Takes what is to be shown. Nodes that are gone stay until they have faded.
    show({ nodes, links }) {
      const fading = [...this.nodes].filter((node) => !nodes.has(node) && node.shown > 0.05);
      const old = this.nodes;
      this.nodes = new Set([...nodes, ...fading]);
      const gone = new Set(fading);
      for (const node of this.nodes) {
        node.degree = 0;
        node.isGoing = gone.has(node);
      }
      this.links = links;
      for (const { source, target } of links) {
        source.degree += 1;
        target.degree += 1;
      }
      const room = Math.sqrt((this.width * this.height) / (this.nodes.size + 12));
      this.room += 0.1 * (Math.max(40, Math.min(140, room)) - this.room);
      let changes = Math.abs(old.size - this.nodes.size);
      for (const node of this.nodes) {
        if (node.x !== undefined) continue;
        this.place(node);
        changes += 1;
      }
      // More or fewer links stir it a little.
      if (links.length !== this.lastLinks) changes += 1;
      this.lastLinks = links.length;
      this.simulation.nodes([...this.nodes]);
      this.link.links(links);
      if (changes) this.stir(Math.min(0.5, 0.06 + (0.8 * changes) / (this.nodes.size + 1)));
    }

    // A new node begins beside one that it is linked with, on the side that looks outwards.
    place(node) {
      const beside = [...node.links].map(({ source, target }) => (source === node ? target : source)).find(({ x }) => x !== undefined);
      const angle = (hash(node.key) % 360) * (Math.PI / 180);
      const [middle, reach] = [{ x: this.width / this.stretch.x / 2, y: this.height / this.stretch.y / 2 }, Math.min(this.width, this.height) * 0.3];
      const from = beside ?? { x: middle.x + Math.cos(angle) * reach, y: middle.y + Math.sin(angle) * reach };
      node.x = from.x + Math.cos(angle) * (beside ? 50 : 1);
      node.y = from.y + Math.sin(angle) * (beside ? 50 : 1);
      node.shown = 0;
      this.locate(node);
    }

    // Where it is on the screen.
    locate(node) {
      const room = this.radius(node) + 4;
      node.left = Math.max(room, Math.min(this.width - room, node.x * this.stretch.x));
      node.top = Math.max(room + this.margin.top, Math.min(this.height - room - this.margin.bottom, node.y * this.stretch.y));
      node.x = node.left / this.stretch.x;
      node.y = node.top / this.stretch.y;
    }

    // Lets what is shown follow the hits; part: of what differs, how much.
    ease(part) {
      let most = 24;
      let isMoving = false;
      for (const node of this.nodes) {
        const wanted = node.isGoing ? 0 : node.weight;
        if (node.weight > most) most = node.weight;
        const step = (wanted - node.shown) * part;
        if (Math.abs(wanted - node.shown) < 0.02) node.shown = wanted;
        else {
          node.shown += step;
          isMoving = true;
        }
        if (node.isGoing && node.shown <= 0.05) {
          this.nodes.delete(node);
          delete node.x;
        }
      }
      if (this.nodes.size < this.simulation.nodes().length) this.simulation.nodes([...this.nodes]);
      for (const link of this.links) link.shown = (link.shown ?? 0) + (link.weight - (link.shown ?? 0)) * part;
      const step = (most - this.scale) * part * 0.3;
      this.scale = Math.abs(step) < 0.01 ? most : this.scale + step;
      return isMoving;
    }

    // One step of the forces; false: all is at rest.
    tick() {
      if (this.simulation.alpha() < this.simulation.alphaMin()) return false;
      this.simulation.tick();
      for (const node of this.nodes) this.locate(node);
      return true;
    }
  }

  function hash(text) {
    let sum = 7;
    for (let index = 0; index < text.length; index += 1) sum = (sum * 31 + text.charCodeAt(index)) >>> 0;
    return sum;
  }

  loglines.GraphLayout = GraphLayout;
})();
