// What the graph is of: countries and what they ask for, with the hits of the last seconds. Knows nothing of drawing.
"use strict";
(() => {
  // Beyond so many links new ones are left out until others have faded.
  const mostLinks = 4000;
  const parts = 40;

  class GraphModel {
    // life: how long a hit counts, in milliseconds; content(group): what it asked for, { key, label, … }, or null.
    constructor(life, content) {
      this.life = life;
      this.content = content;
      this.clear();
    }

    clear() {
      this.nodes = new Map();
      this.links = new Map();
      // What came in each fortieth of a life, the oldest first: { time, counts: Map of links to hits by verdict }.
      this.bins = [];
    }

    // Takes a group of hits that came now, in milliseconds.
    add(group, now) {
      const content = this.content(group);
      if (!content) return;
      const country = { key: `c ${group.country ?? ""}`, label: group.country ?? "", kind: "country" };
      const key = `${country.key}\n${content.key}`;
      let link = this.links.get(key);
      if (!link) {
        if (this.links.size >= mostLinks) return;
        link = { key, source: this.node(country), target: this.node({ ...content, kind: "content" }), weight: 0, verdicts: {} };
        this.links.set(key, link);
        link.source.links.add(link);
        link.target.links.add(link);
      }
      if (group.id) link.target.id = group.id;
      this.weigh(link, group.verdict, group.n);
      let bin = this.bins[this.bins.length - 1];
      if (!bin || now - bin.time >= this.life / parts) this.bins.push((bin = { time: now, counts: new Map() }));
      const counts = bin.counts.get(link) ?? {};
      counts[group.verdict] = (counts[group.verdict] ?? 0) + group.n;
      bin.counts.set(link, counts);
    }

    node(wanted) {
      let node = this.nodes.get(wanted.key);
      if (!node) this.nodes.set(wanted.key, (node = { ...wanted, weight: 0, verdicts: {}, links: new Set(), isNew: true }));
      return node;
    }

    weigh(link, verdict, hits) {
      for (const one of [link, link.source, link.target]) {
        one.weight += hits;
        one.verdicts[verdict] = (one.verdicts[verdict] ?? 0) + hits;
      }
    }

    // Takes back what is older than a life.
    fade(now) {
      let gone = 0;
      while (gone < this.bins.length && this.bins[gone].time <= now - this.life) {
        for (const [link, counts] of this.bins[gone].counts) {
          for (const verdict in counts) this.weigh(link, verdict, -counts[verdict]);
          if (link.weight <= 0) this.drop(link);
        }
        gone += 1;
      }
      this.bins.splice(0, gone);
    }

    drop(link) {
      this.links.delete(link.key);
      for (const node of [link.source, link.target]) {
        node.links.delete(link);
        if (!node.links.size) this.nodes.delete(node.key);
      }
    }

    // Time has stood still for so long.
    shift(time) {
      for (const bin of this.bins) bin.time += time;
    }

    // The heaviest nodes, and the links between them; those that were chosen before stay when others weigh as much.
    heaviest(most, before) {
      const weight = (node) => node.weight + (before.has(node) ? 0.5 : 0);
      let nodes = [...this.nodes.values()];
      const more = Math.max(0, nodes.length - most);
      if (more) nodes = nodes.sort((a, b) => weight(b) - weight(a)).slice(0, most);
      const chosen = new Set(nodes);
      const links = [...this.links.values()].filter(({ source, target }) => chosen.has(source) && chosen.has(target));
      return { nodes: chosen, links, more };
    }

    // What became of most of a node's or link's hits.
    static verdict({ verdicts }) {
      let best = null;
      for (const name in verdicts) if (verdicts[name] > 0 && (best === null || verdicts[name] > verdicts[best])) best = name;
      return best;
    }
  }

  loglines.GraphModel = GraphModel;
})();
