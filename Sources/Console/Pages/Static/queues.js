// A queue's page: choosing messages, and the page anew after something was done with them.
"use strict";
(() => {
  // One message's page: when it is done with, back to the others.
  document.querySelector("form[data-back]")?.addEventListener("acted", ({ target, detail }) => {
    if (detail.ok && detail.answer?.count > 0) setTimeout(() => location.assign(target.dataset.back), 1500);
  });

  const messages = document.getElementById("messages");
  if (!messages) return;
  const boxes = () => [...messages.querySelectorAll('input[name="messages[]"]')];

  function count() {
    const [all, chosen] = [boxes(), boxes().filter((box) => box.checked)];
    const text = messages.querySelector("[data-choose-count]");
    if (text) text.textContent = chosen.length ? `${chosen.length} chosen` : "";
    const whole = messages.querySelector("[data-choose-all]");
    if (!whole) return;
    whole.checked = all.length > 0 && chosen.length === all.length;
    whole.indeterminate = chosen.length > 0 && chosen.length < all.length;
  }

  let last = null;
  messages.addEventListener("click", (event) => {
    const box = event.target;
    if (!(box instanceof HTMLInputElement) || box.name !== "messages[]") return;
    // With Shift all from the last one on, as in every mail program.
    const all = boxes();
    if (event.shiftKey && last?.isConnected) {
      const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
      for (const between of all.slice(from, to + 1)) between.checked = box.checked;
    }
    last = box;
  });
  messages.addEventListener("change", (event) => {
    if (event.target.matches("[data-choose-all]")) for (const box of boxes()) box.checked = event.target.checked;
    count();
  });
  messages.addEventListener("acted", async ({ detail }) => {
    if (!detail.ok) return;
    const answer = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store" }).catch(() => null);
    if (!answer?.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("messages");
    if (!fresh) return location.reload();
    messages.replaceChildren(...fresh.childNodes);
    count();
  });
  count();
})();
