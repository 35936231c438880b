// Sends forms that do something (`<form data-act>`) without leaving the page, once however often they are clicked, and says
// what came of it.
"use strict";
(() => {
  const toasts = document.createElement("div");
  toasts.id = "toasts";
  toasts.setAttribute("role", "status");
  document.body.append(toasts);

  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  // What went well vanishes after a while, unless somebody is at it; what did not stays until it is dismissed.
  function say(lines, ok) {
    const close = element("button", { type: "button", class: "plain", "aria-label": "Dismiss" }, "×");
    const text = element("div", {}, ...lines.map((line) => element("p", {}, line)));
    const toast = element("div", { class: `toast ${ok ? "good" : "bad"}` }, text, close);
    close.addEventListener("click", () => toast.remove());
    toasts.append(toast);
    while (toasts.children.length > 4) toasts.firstChild.remove();
    if (!ok) return;
    const fade = () => (toast.matches(":hover, :focus-within") ? setTimeout(fade, 2000) : toast.remove());
    setTimeout(fade, 8000);
  }

  // Asks a question that leaves nothing else to do; answers whether it was affirmed.
  function ask(question, label, isDangerous) {
    return new Promise((answer) => {
      const text = element("p", { id: "question" }, question);
      const no = element("button", { value: "", autofocus: "" }, "Cancel");
      const yes = element("button", { value: "yes", class: isDangerous ? "danger" : "main" }, label);
      const form = element("form", { method: "dialog" }, text, element("div", { class: "buttons" }, no, yes));
      const dialog = element("dialog", { class: "ask", "aria-labelledby": "question" }, form);
      dialog.addEventListener("close", () => {
        answer(dialog.returnValue === "yes");
        dialog.remove();
      });
      document.body.append(dialog);
      dialog.showModal();
    });
  }

  // The lines for people in an answer of the API.
  function words(answer, response) {
    if (Array.isArray(answer)) {
      // What was not done first: it is what one must know.
      const lines = [...answer].sort((a, b) => a.ok - b.ok).map(({ name, result }) => `${name}: ${result}`);
      return lines.length > 8 ? [...lines.slice(0, 7), `and ${lines.length - 7} more`] : lines.length ? lines : ["Nothing to do"];
    }
    if (response.status === 401) return ["You are no longer logged in: load the page again"];
    return [answer?.message ?? answer?.error?.message ?? (response.ok ? "Done" : `Refused: ${response.status}`)];
  }

  async function post(address, body, csrf) {
    let response;
    try {
      const headers = { "X-CSRF-Token": csrf, Accept: "application/json" };
      response = await fetch(address, { method: "POST", headers, body, cache: "no-store" });
    } catch {
      return { lines: ["The console does not answer; whether it was done is not known"], ok: false, answer: null };
    }
    const answer = await response.json().catch(() => null);
    return { lines: words(answer, response), ok: response.ok, answer };
  }

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("form[data-act]")) return;
    event.preventDefault();
    // A second click, before there is an answer to the first.
    if (form.ariaBusy === "true") return;
    const button = event.submitter;
    // All is taken now: while the question stands there, the page lives on.
    const body = new URLSearchParams(new FormData(form, button));
    const address = button?.getAttribute("formaction") ?? form.getAttribute("action");
    const csrf = body.get("csrf") ?? document.body.dataset.csrf;
    const question = button?.dataset.confirm ?? form.dataset.confirm;
    body.delete("csrf");
    form.ariaBusy = "true";
    const buttons = [...form.querySelectorAll("button:enabled")];
    const isAsked = Boolean(question);
    if (!isAsked) for (const one of buttons) one.disabled = true;
    if (!isAsked || (await ask(question, button?.textContent.trim() || "Yes", button?.classList.contains("danger")))) {
      for (const one of buttons) one.disabled = true;
      const { lines, ok, answer } = await post(address, body, csrf);
      say(lines, ok);
      // For the page's own script: the API's answer, null when there was none.
      form.dispatchEvent(new CustomEvent("acted", { bubbles: true, detail: { ok, answer } }));
    }
    for (const one of buttons) one.disabled = false;
    form.ariaBusy = null;
    if (button?.isConnected && document.activeElement === document.body) button.focus();
  });
})();
