// Keeps a page live: what the server renders anew replaces what has changed, over one WebSocket.
"use strict";
(() => {
  const topic = document.body.dataset.topic;
  const connection = document.getElementById("connection");
  let wait = 500;

  // Replaces what differs and nothing else, so that focus, selection and open details stay where they are.
  function patch(old, fresh) {
    if (old.isEqualNode(fresh)) return;
    const same = old.nodeType === fresh.nodeType && old.nodeName === fresh.nodeName && old.id === fresh.id;
    if (!same) return old.replaceWith(fresh);
    if (old.nodeType !== Node.ELEMENT_NODE) { old.nodeValue = fresh.nodeValue; return; }
    for (const { name } of [...old.attributes]) {
      if (!fresh.hasAttribute(name) && !(old.nodeName === "DETAILS" && name === "open")) old.removeAttribute(name);
    }
    for (const { name, value } of [...fresh.attributes]) {
      if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    }
    const [before, after] = [[...old.childNodes], [...fresh.childNodes]];
    before.slice(after.length).forEach((node) => node.remove());
    after.forEach((node, index) => (index < before.length ? patch(before[index], node) : old.append(node)));
  }

  function show(html) {
    const target = document.querySelector(`[data-live="${CSS.escape(topic)}"]`);
    if (!target) return;
    const fresh = target.cloneNode(false);
    fresh.append(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
    patch(target, fresh);
  }

  function listen() {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}/live`);
    socket.onopen = () => {
      wait = 500;
      connection.textContent = "";
      socket.send(JSON.stringify({ topic: "__topic_subscribe__", body: topic }));
    };
    socket.onmessage = ({ data }) => {
      const message = JSON.parse(data);
      if (message.topic === topic) show(message.body);
    };
    socket.onclose = () => {
      connection.textContent = "not live: trying to reach the console";
      setTimeout(listen, wait);
      wait = Math.min(wait * 2, 10000);
    };
  }

  if (topic) listen();
})();
