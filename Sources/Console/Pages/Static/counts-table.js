// A list of what is counted, as a table with a bar in each row: rows keep their places in the page, and move when their ranks change.
"use strict";
(() => {
  const { live } = loglines;
  const percent = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 1 });

  function element(name, className, parent) {
    const made = parent.appendChild(document.createElement(name));
    if (className) made.className = className;
    return made;
  }

  function write(target, text) {
    if (target.textContent !== text) target.textContent = text;
  }

  class CountsTable {
    // what: its heading, label(row), note(row), and what is to be said of hits in no row: more(number, hits), without(hits);
    // choose(row): a click on it, and isChosen(row): whether there was one; kind(row): what it is coloured by.
    constructor(section, what) {
      this.what = what;
      const scroll = element("div", "scroll", section);
      scroll.tabIndex = 0;
      scroll.ariaLabel = what.heading;
      this.table = element("table", what.note ? "long" : "", scroll);
      const head = element("tr", "", element("thead", "", this.table));
      for (const [text, className] of [[what.heading, ""], ["", "bar"], ["Hits", "number"], ["Share", "number"]]) {
        const cell = element(text ? "th" : "td", className, head);
        if (text) cell.scope = "col";
        cell.textContent = text;
      }
      this.body = element("tbody", "", this.table);
      this.foot = element("p", "faint", section);
      this.rows = new Map();
    }

    show(list, all) {
      const isMoving = !live.calm.matches && document.visibilityState === "visible";
      const before = isMoving ? new Map([...this.rows].map(([key, row]) => [key, row.offsetTop])) : null;
      const gone = new Set(this.rows.keys());
      const most = list.rows[0]?.n || 1;
      list.rows.forEach((data, index) => {
        const key = `${data.service ?? ""}\n${data.key ?? ""}`;
        gone.delete(key);
        const row = this.row(key, data);
        if (this.body.children[index] !== row) this.body.insertBefore(row, this.body.children[index] ?? null);
        const [name, bar, count, share] = row.children;
        if (this.what.choose) name.firstChild.ariaPressed = String(this.what.isChosen(data));
        bar.firstChild.style.transform = `scaleX(${data.n / most})`;
        write(count, live.figure(data.n));
        write(share, percent.format(data.n / (all || 1)));
      });
      for (const key of gone) {
        this.rows.get(key).remove();
        this.rows.delete(key);
      }
      for (const [key, top] of before ?? []) {
        const row = this.rows.get(key);
        const way = row ? top - row.offsetTop : 0;
        if (way) row.animate([{ transform: `translateY(${way}px)` }, { transform: "none" }], { duration: 500, easing: "ease-out" });
      }
      const [more, without] = [list.rest ? this.what.more(list.more, live.figure(list.rest)) : "", list.without ? this.what.without(live.figure(list.without)) : ""];
      write(this.foot, [more, without].filter(Boolean).join("; "));
    }

    row(key, data) {
      let row = this.rows.get(key);
      if (row) return row;
      row = document.createElement("tr");
      this.rows.set(key, row);
      const name = element("th", "", row);
      name.scope = "row";
      const label = element(this.what.choose ? "button" : "span", this.what.choose ? "choose" : "", name);
      if (this.what.choose) {
        label.type = "button";
        label.addEventListener("click", () => this.what.choose(data));
      }
      label.textContent = this.what.label(data);
      const note = this.what.note?.(data);
      if (note) element("span", "faint", name).textContent = note;
      const kind = this.what.kind?.(data);
      element("span", `fill ${kind ?? ""}`, element("td", "bar", row)).style.transform = "scaleX(0)";
      element("td", "number", row);
      element("td", "number", row);
      // From nothing to what it is, instead of being there at once.
      row.querySelector(".fill").getBoundingClientRect();
      return row;
    }
  }

  loglines.CountsTable = CountsTable;
})();
