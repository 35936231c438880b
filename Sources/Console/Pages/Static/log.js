// Follows a process's log. What stands in it is text, whatever it looks like.
"use strict";
(() => {
  const log = document.getElementById("log");
  if (!log) return;
  const [follow, pause, state] = ["follow", "pause", "log-state"].map((id) => document.getElementById(id));
  const most = 2000;
  let place = "";
  // The last line when no newline has come yet, and what has come while nobody wanted it shown.
  let unfinished = null;
  let kept = [];
  let isPaused = false;

  function line(text, kind) {
    const made = document.createElement("div");
    made.textContent = text;
    if (kind) made.className = kind;
    return made;
  }

  // Our own log lines say how grave they are in their second word; others may.
  function gravity(text) {
    if (/^\S+ (error|critical)\b|\b(ERROR|FATAL|CRITICAL)\b/.test(text)) return "error";
    return /^\S+ warning\b|\bWARN(ING)?\b/.test(text) ? "warning" : "";
  }

  function note(text) {
    unfinished = null;
    log.append(line(text, "note"));
  }

  function size(bytes) {
    return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
  }

  function show(piece) {
    if (piece.is_start) {
      log.replaceChildren();
      unfinished = null;
    }
    if (piece.is_emptied) note("The log was emptied here.");
    if (piece.left_out) note(`${size(piece.left_out)} left out here: they came faster than this page could take them.`);
    const lines = piece.text.split("\n");
    const rest = lines.pop();
    const fresh = document.createDocumentFragment();
    const add = (text) => {
      if (unfinished) {
        unfinished.textContent += text;
        unfinished.className = gravity(unfinished.textContent);
      } else {
        unfinished = fresh.appendChild(line(text, gravity(text)));
      }
    };
    for (const text of lines) {
      add(text);
      unfinished = null;
    }
    if (rest) add(rest);
    log.append(fresh);
    while (log.childElementCount > most) log.firstChild.remove();
  }

  function toEnd() {
    if (follow.checked) log.scrollTop = log.scrollHeight;
  }

  function say() {
    const lines = kept.reduce((sum, piece) => sum + piece.text.split("\n").length - 1, 0);
    state.textContent = isPaused ? `Paused; ${lines} more line${lines === 1 ? "" : "s"} so far.` : "";
  }

  function news(piece) {
    place = piece.place;
    if (!isPaused) {
      show(piece);
      toEnd();
      return;
    }
    // A page that is left alone keeps no more than it would show.
    if (piece.is_start) kept = [];
    kept.push(piece);
    let bytes = kept.reduce((sum, one) => sum + one.text.length, 0);
    while (kept.length > 1 && bytes > 1e6) {
      const gone = kept.shift();
      bytes -= gone.text.length;
      kept[0].left_out += gone.text.length + gone.left_out;
      kept[0].is_start ||= gone.is_start;
    }
    say();
  }

  pause.addEventListener("click", () => {
    isPaused = !isPaused;
    pause.setAttribute("aria-pressed", String(isPaused));
    pause.textContent = isPaused ? "Go on" : "Pause";
    if (!isPaused) {
      kept.forEach(show);
      kept = [];
      toEnd();
    }
    say();
  });
  follow.addEventListener("change", toEnd);
  // Who scrolls up wants to read; who scrolls to the end wants to stay there.
  log.addEventListener("scroll", () => {
    follow.checked = log.scrollHeight - log.scrollTop - log.clientHeight < 24;
  });
  window.addEventListener("resize", toEnd);

  // After a reconnection the server goes on from the place that this page has.
  loglines.subscribe(() => `log:${log.dataset.log}${place ? `@${place}` : ""}`, news);
})();
