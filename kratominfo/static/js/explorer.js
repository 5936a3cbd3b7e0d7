// The strain explorer answers each tick at once. Without this script its button does the same.
"use strict";
{
  const form = document.querySelector("#filter");
  const status = document.createElement("p");
  status.className = "vh";
  status.setAttribute("role", "status");
  form.append(status);
  let asked = 0;

  const address = () => {
    const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    return query.size ? `${form.action}?${query}` : form.action;
  };

  const show = (page) => {
    document.querySelector("#found").replaceWith(page.querySelector("#found"));
    status.textContent = document.querySelector("#found .bar span").textContent;
    for (const number of form.querySelectorAll("[data-of]")) {
      const fresh = page.querySelector(`[data-of="${CSS.escape(number.dataset.of)}"]`);
      if (fresh) number.replaceChildren(...fresh.childNodes);
    }
  };

  const ask = async (url) => {
    const turn = ++asked;
    try {
      const answer = await fetch(url);
      if (!answer.ok) throw new Error(answer.status);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (turn !== asked) return;
      show(page);
      history.replaceState(null, "", url);
    } catch {
      if (turn === asked) location.assign(url);
    }
  };

  form.addEventListener("change", () => ask(address()));
}
