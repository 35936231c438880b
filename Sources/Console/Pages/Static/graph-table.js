// The graph as a table of its links, and the scale of its sizes.
"use strict";
(() => {
  const most = 100;
  const body = d3.select("#graph-links tbody");
  const { live, GraphModel } = loglines;

  loglines.graphTable = (links, name) => {
    const rows = [...links].sort((a, b) => b.weight - a.weight || d3.ascending(a.key, b.key)).slice(0, most);
    body.selectAll("tr").data(rows, ({ key }) => key).join((enter) => {
      const row = enter.append("tr");
      row.append("th").attr("scope", "row").append("a");
      row.append("td");
      row.append("td").attr("class", "number");
      row.append("td");
      return row;
    }).order().each(function (link) {
      const [content, country, count, verdict] = this.children;
      const set = (element, text) => { if (element.textContent !== text) element.textContent = text; };
      set(country, name(link.source));
      set(content.firstChild, name(link.target));
      if (link.target.id) content.firstChild.href = live.explanation(link.target.id);
      set(count, live.figure(link.weight));
      set(verdict, live.verdicts.get(GraphModel.verdict(link)) ?? "");
    });
  };

  // Discs of so many hits as they are drawn just now.
  let drawn = "";
  loglines.graphScale = (svg, layout) => {
    const greatest = layout.scale;
    const steps = [1, 2, 5].flatMap((digit) => d3.range(6).map((power) => digit * 10 ** power)).sort(d3.ascending);
    const large = d3.greatest(steps.filter((step) => step <= greatest));
    const numbers = [...new Set([1, d3.greatest(steps.filter((step) => step <= large / 4)) ?? 1, large])];
    const key = numbers.map((number) => `${number}:${Math.round(layout.radiusOf(number))}`).join();
    if (key === drawn) return;
    drawn = key;
    let x = 2;
    const places = numbers.map((number) => {
      const radius = layout.radiusOf(number);
      const text = live.figure(number);
      const entry = { number, radius, text, x: x + radius };
      x += 2 * radius + 8 + text.length * 8 + 10;
      return entry;
    });
    // As high as the largest: what stands around it stays where it is.
    const height = 60;
    const scale = d3.select(svg).attr("width", x).attr("height", height).attr("viewBox", `0 0 ${x} ${height}`);
    scale.selectAll("circle").data(places).join("circle").attr("cx", (d) => d.x).attr("cy", height / 2).attr("r", (d) => d.radius);
    scale.selectAll("text").data(places).join("text").attr("x", (d) => d.x + d.radius + 5).attr("y", height / 2).attr("dy", ".35em").text((d) => d.text);
  };
})();
