// The search for metrics: what is typed is completed part by part, and may have wildcards; what was chosen stands below.
"use strict";
(() => {
  const { series } = loglines;
  const form = document.getElementById("search");
  const field = document.getElementById("pattern");
  const list = document.getElementById("found");
  const chips = document.getElementById("chosen");
  const most = 60;
  let nodes = [];
  let active = -1;
  let asked = 0;

  const isPattern = (text) => /[*?{[]/.test(text);

  function close() {
    // An answer that comes later opens nothing.
    asked += 1;
    list.hidden = true;
    active = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }

  function activate(index) {
    active = index;
    [...list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === index)));
    const item = list.children[index];
    if (!item) return field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-activedescendant", item.id);
    item.scrollIntoView({ block: "nearest" });
  }

  function item(node, index) {
    const entry = document.createElement("li");
    entry.id = `found-${index}`;
    entry.role = "option";
    entry.setAttribute("aria-selected", "false");
    const name = document.createElement("span");
    name.textContent = node.id;
    const kind = document.createElement("em");
    kind.textContent = node.all ? "all of these" : node.leaf ? "" : "…";
    entry.append(name, kind);
    entry.addEventListener("pointerdown", (event) => event.preventDefault());
    entry.addEventListener("click", () => take(node));
    return entry;
  }

  function offer(found, text, problem) {
    const leaves = found.filter(({ leaf }) => leaf);
    nodes = found.slice(0, most);
    // What has wildcards may be wanted as it is.
    if (isPattern(text) && leaves.length > 1) nodes.unshift({ id: text, leaf: true, all: true });
    list.replaceChildren(...nodes.map(item));
    open();
    if (found.length > most) remark(`and ${found.length - most} more: type on`);
    if (!found.length) remark(problem || (text ? "No metric begins like this." : "No metrics yet."));
    activate(-1);
  }

  function open() {
    list.hidden = false;
    field.setAttribute("aria-expanded", "true");
  }

  // Says something below what is offered.
  function remark(text) {
    const line = document.createElement("li");
    line.className = "faint";
    line.textContent = text;
    list.append(line);
    open();
  }

  // Asks for what may stand where the cursor is: with a wildcard at the end when the part is not finished.
  async function complete() {
    const text = field.value.trim();
    const number = (asked += 1);
    const query = isPattern(text.slice(text.lastIndexOf(".") + 1)) ? text : `${text}*`;
    try {
      const answer = await fetch(`/metrics/find?query=${encodeURIComponent(query)}`, { headers: { Accept: "application/json" } });
      const told = await answer.json();
      if (number !== asked || document.activeElement !== field) return;
      offer(answer.ok ? unique(told) : [], text, answer.ok ? "" : told.error.message);
    } catch {
      if (number === asked) close();
    }
  }

  // A name may be a metric and have others below it: graphite-web tells it twice, too.
  function unique(found) {
    const known = new Set();
    return found.map(({ id, leaf }) => ({ id, leaf: Boolean(leaf) })).filter(({ id, leaf }) => !known.has(id + leaf) && known.add(id + leaf));
  }

  function add(pattern) {
    const wanted = series.patterns();
    series.show([...wanted, pattern]);
    field.value = "";
    close();
  }

  function take(node) {
    if (node.leaf) return add(node.id);
    field.value = `${node.id}.`;
    field.focus();
    complete();
  }

  field.addEventListener("input", complete);
  field.addEventListener("focus", complete);
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return close();
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) return complete();
      const step = event.key === "ArrowDown" ? 1 : -1;
      return activate(active < 0 && step < 0 ? nodes.length - 1 : (active + step + nodes.length) % (nodes.length || 1));
    }
    // Tab completes, as in a shell, while there is something to complete.
    if (event.key === "Tab" && !event.shiftKey && !list.hidden && nodes.length && field.value) {
      const node = nodes[Math.max(0, active)];
      if (node.all || node.id === field.value.trim()) return;
      event.preventDefault();
      if (node.leaf) {
        field.value = node.id;
        complete();
      } else {
        take(node);
      }
    }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (!list.hidden && active >= 0 && nodes[active]) return take(nodes[active]);
    const exact = nodes.find(({ id }) => id === text);
    if (exact) return take(exact);
    if (!list.hidden && nodes.length === 1 && !isPattern(text)) return take(nodes[0]);
    if (text) add(text);
  });

  // What was chosen, each with a button that takes it away.
  function showChips() {
    const wanted = series.patterns();
    chips.replaceChildren(...wanted.map((pattern) => {
      const chip = document.createElement("li");
      const name = document.createElement("code");
      name.textContent = pattern;
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = "×";
      button.setAttribute("aria-label", `Take ${pattern} away`);
      button.addEventListener("click", () => {
        series.show(wanted.filter((one) => one !== pattern));
        (chips.querySelector("button") ?? field).focus();
      });
      chip.append(name, button);
      return chip;
    }));
  }
  loglines.live.watch((names) => { if (names.has("show")) showChips(); });
  showChips();
})();
