// What is told of the node that a pointer or a key has chosen, and what a click on it does.
"use strict";
(() => {
  const { live } = loglines;
  const mostNeighbours = 5;

  function line(tag, text) {
    return Object.assign(document.createElement(tag), { textContent: text });
  }

  class GraphPointing {
    // page: name(node), shortName(node), hits(number) and span() in words; nodes(): what is shown; changed(): there is something to draw.
    constructor(canvas, layout, drawing, page) {
      Object.assign(this, { canvas, layout, drawing, page, chosen: null });
      this.card = document.getElementById("graph-card");
      const under = (event) => drawing.at(event.offsetX, event.offsetY);
      canvas.addEventListener("pointermove", (event) => { if (event.pointerType === "mouse") this.select(under(event)); });
      canvas.addEventListener("pointerleave", (event) => { if (event.pointerType === "mouse") this.select(null); });
      canvas.addEventListener("click", (event) => {
        const node = under(event);
        // A finger that touches a node chooses it; one that touches it again opens it.
        if (event.pointerType !== "touch" || node === this.chosen) this.open(node);
        this.select(node);
      });
      canvas.addEventListener("blur", () => this.select(null));
      canvas.addEventListener("keydown", (event) => { if (this.take(event.key)) event.preventDefault(); });
      setInterval(() => { if (this.chosen) this.tell(); }, 1000);
    }

    select(node) {
      if (node === this.chosen) return;
      this.chosen = node;
      this.tell();
    }

    open(node) {
      if (node?.kind === "country") live.set({ country: live.get("country") === (node.label || "-") ? "" : node.label || "-" });
      else if (node?.id) location.assign(live.explanation(node.id));
    }

    // Does what a key stands for; false: it stands for nothing.
    take(key) {
      const order = [...this.page.nodes()].sort((a, b) => b.weight - a.weight);
      const index = order.indexOf(this.chosen);
      const moves = { ArrowRight: index + 1, ArrowDown: index + 1, ArrowLeft: index - 1, ArrowUp: index - 1, Home: 0, End: order.length - 1 };
      if (key === " ") live.pause();
      else if (key === "Escape") this.select(null);
      else if (key === "Enter") this.open(this.chosen);
      else if (key in moves && order.length) {
        this.select(order[(Math.max(-1, moves[key]) + order.length) % order.length]);
        live.answer(this.card.innerText);
      } else return false;
      return true;
    }

    tell() {
      const { card, chosen, layout, page } = this;
      page.changed();
      this.canvas.style.cursor = chosen ? "pointer" : "";
      card.hidden = !chosen;
      if (!chosen) return;
      const around = [...chosen.links].map(({ source, target, weight }) => ({ node: source === chosen ? target : source, weight }))
        .sort((a, b) => b.weight - a.weight);
      const list = document.createElement("ul");
      for (const { node, weight } of around.slice(0, mostNeighbours)) {
        const item = line("li", page.shortName(node));
        item.append(line("b", live.figure(weight)));
        list.append(item);
      }
      const verdicts = [...live.verdicts].filter(([verdict]) => chosen.verdicts[verdict] > 0)
        .map(([verdict, text]) => `${text}: ${live.figure(chosen.verdicts[verdict])}`).join(", ");
      const rest = around.length - mostNeighbours;
      const act = chosen.kind === "country" ? (live.get("country") ? "Enter or click: all countries" : "Enter or click: this country only")
        : chosen.id ? "Enter or click: explain the newest hit" : "";
      card.replaceChildren(
        line("strong", page.name(chosen)), line("p", `${page.hits(chosen.weight)} in the last ${page.span()}${chosen.service ? `, ${chosen.service}` : ""}`),
        line("p", verdicts), list, ...(rest > 0 ? [line("p", `and ${rest} more`)] : []), line("p", act));
      // Where it hides least: on the other side.
      const isNarrow = layout.width < 560;
      card.classList.toggle("left", !isNarrow && chosen.left > layout.width / 2);
      card.classList.toggle("low", isNarrow && chosen.top < layout.height / 2);
    }
  }

  loglines.GraphPointing = GraphPointing;
})();
