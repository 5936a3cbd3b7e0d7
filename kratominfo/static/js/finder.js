// Titles below a search box while somebody types. reader.js loads it once such a box is in use; the form needs none of it.
"use strict";
{
  const WAIT = 130; // milliseconds without a key before the site is asked
  const kept = new Map();

  const offered = async (address, typed, signal) => {
    if (!kept.has(typed)) {
      const answer = await fetch(`${address}?q=${encodeURIComponent(typed)}`, { signal });
      if (!answer.ok) return [];
      kept.set(typed, (await answer.json()).suggestions);
    }
    return kept.get(typed);
  };

  const wire = (input) => {
    const list = document.createElement("ul");
    let chosen = -1, timer, asking;
    Object.assign(list, { id: `${input.id}-offers`, className: "offers", role: "listbox", ariaLabel: "Pages", hidden: true });
    input.after(list);
    input.autocomplete = "off";
    input.role = "combobox";
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", list.id);

    const choose = (place) => {
      chosen = place;
      [...list.children].forEach((line, at) => line.setAttribute("aria-selected", at === place));
      if (place < 0) input.removeAttribute("aria-activedescendant");
      else input.setAttribute("aria-activedescendant", list.children[place].id);
    };
    const show = (found) => {
      list.replaceChildren(...found.map(({ title, kind, address }, place) => {
        const line = document.createElement("li");
        Object.assign(line, { id: `${list.id}-${place}`, role: "option" });
        line.dataset.address = address;
        for (const words of [title, kind]) line.append(Object.assign(document.createElement("span"), { textContent: words }));
        return line;
      }));
      list.hidden = !found.length;
      input.setAttribute("aria-expanded", !list.hidden);
      choose(-1);
    };
    const close = () => {
      clearTimeout(timer);
      asking?.abort();
      show([]);
    };
    const ask = async () => {
      asking?.abort();
      asking = new AbortController();
      const typed = input.value.trim().toLowerCase();
      try {
        const found = typed.length < 2 ? [] : await offered(input.dataset.suggest, typed, asking.signal);
        if (document.activeElement === input) show(found);
      } catch {
        // Asked again meanwhile, or out of reach: the form still works.
      }
    };

    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, WAIT);
    });
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      const count = list.children.length;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && count) choose(((chosen + 1 + step + count + 1) % (count + 1)) - 1);
      else if (event.key === "Escape" && !list.hidden) close();
      else if (event.key === "Enter" && chosen >= 0) location.href = list.children[chosen].dataset.address;
      else return;
      event.preventDefault();
    });
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus until the click
    list.addEventListener("click", ({ target }) => {
      const line = target.closest("li");
      if (line) location.href = line.dataset.address;
    });
    show([]);
    if (input.value !== input.defaultValue) ask(); // typed while this was loading
  };

  for (const input of document.querySelectorAll("[data-suggest]")) wire(input);
}
