// What readers may choose: scheme, size of letters, spacing; and buttons that copy. Pages need none of it.
// Loaded in the head before anything is painted, so that no page flashes in a scheme that was not chosen.
"use strict";
{
  const KEY = "reading";
  const CHOICES = { theme: ["light", "dark"], size: ["larger", "largest"], spacing: ["wide"] };
  const root = document.documentElement;
  const bars = document.querySelectorAll("meta[name=theme-color]"); // what colours the browser's own frame
  const chosen = {};

  const apply = (name, value) => {
    delete chosen[name];
    delete root.dataset[name];
    if (CHOICES[name].includes(value)) chosen[name] = root.dataset[name] = value;
    for (const bar of bars) {
      const { scheme } = bar.dataset;
      bar.media = !chosen.theme ? `(prefers-color-scheme: ${scheme})` : chosen.theme === scheme ? "all" : "not all";
    }
  };

  // Storage may be forbidden, full, or hold what somebody else wrote.
  const stored = (act) => {
    try {
      return act(localStorage);
    } catch {
      return undefined;
    }
  };

  const remember = () => stored((storage) => storage.setItem(KEY, JSON.stringify(chosen)) ?? true) ?? false;
  const forget = () => stored((storage) => storage.removeItem(KEY));

  const recall = () => {
    const kept = stored((storage) => JSON.parse(storage.getItem(KEY)));
    for (const name in CHOICES) apply(name, kept?.[name]);
    return Boolean(kept);
  };

  const wirePanel = (panel, isKept) => {
    const tick = panel.querySelector("[type=checkbox]");
    const status = panel.querySelector("[role=status]");
    const mark = (isKept) => {
      for (const radio of panel.querySelectorAll("[type=radio]")) {
        radio.checked = radio.value === (chosen[radio.name] ?? "");
      }
      tick.checked = isKept;
    };
    panel.addEventListener("change", ({ target }) => {
      const isWished = tick.checked;
      if (target !== tick) apply(target.name, target.value);
      if (isWished) tick.checked = remember();
      else forget();
      const said = isWished ? (tick.checked ? "kept" : "refused") : target === tick ? "gone" : "passing";
      status.textContent = status.dataset[said];
    });
    addEventListener("storage", ({ key }) => (key && key !== KEY) || mark(recall()));
    mark(isKept);
  };

  const wireCopying = () => {
    const status = document.createElement("p");
    status.className = "vh";
    status.setAttribute("role", "status");
    document.body.append(status);
    for (const button of document.querySelectorAll("[data-copy]")) {
      const words = button.textContent;
      const say = (said) => {
        button.textContent = status.textContent = said;
        setTimeout(() => {
          button.textContent = words;
          status.textContent = "";
        }, 3000);
      };
      button.addEventListener("click", async () => {
        const { copy } = button.dataset;
        const text = copy.startsWith("#") ? document.querySelector(copy).textContent.trim() : copy || location.href;
        try {
          await navigator.clipboard.writeText(text);
          say("Copied");
        } catch {
          say("Could not copy");
        }
      });
      button.hidden = false;
      const place = button.closest("[hidden]");
      if (place) place.hidden = false;
    }
  };

  // What a search box needs while somebody types comes once somebody is there.
  addEventListener("focusin", ({ target }) => {
    const { script } = target.dataset;
    if (!script || document.querySelector("[data-finder]")) return;
    const finder = document.createElement("script");
    finder.dataset.finder = "";
    finder.src = script;
    document.head.append(finder);
  });

  const isKept = recall();
  root.dataset.scripted = "";
  addEventListener("DOMContentLoaded", () => {
    const panel = document.querySelector("#choices");
    if (panel) wirePanel(panel, isKept);
    if (document.querySelector("[data-copy]")) wireCopying();
  });
}
