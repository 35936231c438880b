// What a dot is: told where the pointer is or the keyboard has gone to, and explained by a click.
"use strict";
(() => {
  const { live, marks, dots, map } = loglines;
  const { canvas, stage } = map;
  const tip = document.getElementById("tip");
  // The dot that is told of, and whether the keyboard has chosen it.
  let dot = null;
  let isChosen = false;

  function paragraph(...content) {
    const made = document.createElement("p");
    made.append(...content);
    return made;
  }

  function strong(text) {
    const made = document.createElement("strong");
    made.textContent = text;
    return made;
  }

  function faint(text) {
    const made = paragraph(text);
    made.className = "faint";
    return made;
  }

  function lines() {
    const { group } = dot;
    const verdict = live.verdicts.get(dot.verdict) ?? dot.verdict;
    const what = live.thing(group);
    return [
      paragraph(strong(live.place(group)), group.exact === false ? " (the country's centre)" : ""),
      paragraph(dot.total === 1 ? verdict : `${verdict}: ${live.figure(dot.total)} hits`, group.kind ? ` · ${group.kind}` : ""),
      paragraph(what, group.status && group.status !== 200 ? ` · ${group.status}` : ""),
      faint(`${group.service} · ${live.time(dot.heard - (group.age ?? 0))}`),
    ];
  }

  function place() {
    const { x, y } = dot;
    const gap = dot.radius + 12;
    const isRight = x + gap + tip.offsetWidth > stage.clientWidth;
    const left = isRight ? Math.max(4, x - gap - tip.offsetWidth) : x + gap;
    const top = Math.min(Math.max(4, y - tip.offsetHeight / 2), stage.clientHeight - tip.offsetHeight - 4);
    tip.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  }

  function show(wanted, isByKey = false) {
    dot = wanted;
    isChosen = isByKey;
    tip.hidden = !dot;
    canvas.classList.toggle("pointing", Boolean(dot) && !isChosen);
    if (!dot) return;
    tip.replaceChildren(...lines());
    tip.classList.remove("held");
    place();
    if (isChosen) live.answer([...tip.children].map((line) => line.textContent).join(". "));
    map.redraw();
  }

  function explain(wanted, inNewTab) {
    if (!wanted?.group.id) return;
    const address = live.explanation(wanted.group.id);
    if (inNewTab) open(address, "_blank", "noopener");
    else location.assign(address);
  }

  let pointer = null;
  function look() {
    if (!pointer || isChosen) return;
    const found = dots.find(...pointer);
    if (found !== dot) show(found);
  }
  canvas.addEventListener("pointermove", (event) => {
    if (event.buttons || event.pointerType === "touch") return;
    pointer = [event.offsetX, event.offsetY];
    isChosen = false;
    look();
  });
  canvas.addEventListener("pointerleave", () => {
    pointer = null;
    if (!isChosen && !tip.classList.contains("held")) show(null);
  });
  canvas.addEventListener("click", (event) => {
    const found = dots.find(event.offsetX, event.offsetY);
    if (event.pointerType !== "touch") return explain(found, event.ctrlKey || event.metaKey);
    // A finger covers what it points at: it is told first, with a link.
    show(found);
    if (!found?.group.id) return;
    const link = document.createElement("a");
    link.href = live.explanation(found.group.id);
    link.textContent = "Explain the newest";
    tip.append(paragraph(link));
    tip.classList.add("held");
    place();
  });
  canvas.addEventListener("blur", () => { if (isChosen) show(null); });

  // From dot to dot, from west to east.
  function step(by) {
    const all = dots.all().filter(({ x, y }) => x >= 0 && y >= 0 && x <= stage.clientWidth && y <= stage.clientHeight)
      .sort((a, b) => a.place.lon - b.place.lon || a.place.lat - b.place.lat);
    if (!all.length) return;
    const now = all.indexOf(dot);
    show(all[now < 0 ? (by > 0 ? 0 : all.length - 1) : (now + by + all.length) % all.length], true);
  }

  const keys = {
    ArrowLeft: () => map.moves.by(0.15, 0), ArrowRight: () => map.moves.by(-0.15, 0),
    ArrowUp: () => map.moves.by(0, 0.15), ArrowDown: () => map.moves.by(0, -0.15),
    "+": () => map.moves.in(), "=": () => map.moves.in(), "-": () => map.moves.out(), 0: () => map.moves.all(),
    ".": () => step(1), ",": () => step(-1), Enter: () => explain(dot, false), " ": () => live.pause(), Escape: () => show(null),
  };
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    if (event.key === "Escape" && !dot) return;
    event.preventDefault();
    keys[event.key]();
  });

  map.whenDrawn((pen) => {
    look();
    if (!dot) return;
    if (!dots.has(dot)) {
      if (!isChosen && !tip.classList.contains("held")) show(null);
      return;
    }
    const { x, y } = dot;
    pen.globalAlpha = 1;
    pen.lineWidth = 1.5;
    pen.strokeStyle = live.colour("ink");
    marks.ring(pen, x, y, dot.radius + 5);
    pen.stroke();
    place();
  });
})();
