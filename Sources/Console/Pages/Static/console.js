// Keeps a page live: what the server renders anew replaces what has changed, over one WebSocket for all that is shown.
"use strict";
(() => {
  const connection = document.getElementById("connection");
  // What the page listens to: the topic's name, or a function that gives it anew at every connection; and who gets the news.
  const heard = [];
  let socket = null;
  let wait = 500;
  let last = 0;

  // Replaces what differs and nothing else, so that focus, selection and open details stay where they are.
  function patch(old, fresh) {
    if (old.isEqualNode(fresh)) return;
    if (old.nodeType !== fresh.nodeType || old.nodeName !== fresh.nodeName || old.id !== fresh.id) return old.replaceWith(fresh);
    if (old.nodeType !== Node.ELEMENT_NODE) { old.nodeValue = fresh.nodeValue; return; }
    // A form whose action is under way stays as it is, and so does what a script has drawn.
    if (old.ariaBusy === "true" || old.hasAttribute("data-keep")) return;
    for (const { name } of [...old.attributes]) {
      if (!fresh.hasAttribute(name) && !(old.nodeName === "DETAILS" && name === "open")) old.removeAttribute(name);
    }
    for (const { name, value } of [...fresh.attributes]) {
      if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    }
    patchChildren(old, fresh);
  }

  // Children with an id are the same child wherever they stand; the others are compared by their place.
  function patchChildren(old, fresh) {
    const wanted = new Set([...fresh.children].map((child) => child.id).filter(Boolean));
    const known = new Map();
    for (const child of [...old.children]) {
      if (!child.id) continue;
      if (wanted.has(child.id)) known.set(child.id, child);
      else child.remove();
    }
    let here = old.firstChild;
    for (const node of [...fresh.childNodes]) {
      const match = node.id ? known.get(node.id) : here && !here.id ? here : null;
      // What has no id and stands before a child that is wanted here goes: moving that child would take its focus.
      while (match && here && here !== match && !here.id) {
        const next = here.nextSibling;
        here.remove();
        here = next;
      }
      if (!match) {
        old.insertBefore(node, here);
      } else {
        if (match === here) here = here.nextSibling;
        else old.insertBefore(match, here);
        patch(match, node);
      }
    }
    while (here) {
      const next = here.nextSibling;
      here.remove();
      here = next;
    }
  }

  function show(target, html) {
    const fresh = target.cloneNode(false);
    fresh.append(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
    patch(target, fresh);
    target.dispatchEvent(new CustomEvent("live", { bubbles: true }));
  }

  function send(subscription) {
    subscription.now = typeof subscription.topic === "function" ? subscription.topic() : subscription.topic;
    socket.send(JSON.stringify({ topic: "__topic_subscribe__", body: subscription.now }));
  }

  // Says why the page is not live, and greys what may be true no longer; an empty text: it is live.
  function live(problem) {
    last = Date.now();
    if (connection.textContent !== problem) connection.textContent = problem;
    document.body.classList.toggle("stale", problem !== "");
  }

  // The console may answer and have nothing for us any more: the login has ended.
  function leaveIfLoggedOut() {
    fetch("/", { redirect: "manual", headers: { Accept: "text/html" }, cache: "no-store" })
      .then((answer) => { if (answer.type === "opaqueredirect") location.assign("/login"); })
      .catch(() => {});
  }

  // The console says something each second.
  setInterval(() => {
    if (socket?.readyState === WebSocket.OPEN && Date.now() - last > 5000) live("Not live: the console is silent");
  }, 1000);

  function listen() {
    let isOpened = false;
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    socket = new WebSocket(`${scheme}://${location.host}/live`);
    socket.onopen = () => {
      wait = 500;
      isOpened = true;
      live("");
      heard.forEach(send);
      socket.send(JSON.stringify({ topic: "__topic_subscribe__", body: "beat" }));
    };
    socket.onmessage = ({ data }) => {
      live("");
      const message = JSON.parse(data);
      for (const subscription of heard) if (subscription.now === message.topic) subscription.news(message.body);
    };
    socket.onclose = () => {
      live("Not live: trying to reach the console");
      if (!isOpened) leaveIfLoggedOut();
      setTimeout(listen, wait);
      wait = Math.min(wait * 2, 10000);
    };
  }

  // For the pages' own scripts: hears of a topic, again after every reconnection.
  function subscribe(topic, news) {
    const subscription = { topic, news, now: "" };
    heard.push(subscription);
    if (!socket) listen();
    else if (socket.readyState === WebSocket.OPEN) send(subscription);
  }

  // For topics that change: what is heard now is heard over a new connection, if it is not what was heard.
  function renew() {
    if (socket?.readyState !== WebSocket.OPEN || heard.every(({ topic, now }) => now === (typeof topic === "function" ? topic() : topic))) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
    listen();
  }
  window.loglines = { subscribe, renew };

  for (const target of document.querySelectorAll("[data-live]")) {
    subscribe(target.dataset.live, (html) => show(target, html));
  }
})();
