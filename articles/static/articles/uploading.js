"use strict";
/* Sends one file after the other and says of each how far it is; without this script the form sends them all at once. */
(() => {
  const form = document.getElementById("upload");
  const section = document.querySelector(".taken");
  const list = section.querySelector(".files");
  const tally = section.querySelector(".tally");
  const input = form.querySelector("input[type=file]");
  const button = form.querySelector("input[type=submit]");
  const element = (name, properties = {}) => Object.assign(document.createElement(name), properties);
  let busy = false;
  form.querySelector(".lead").append(" You can drop them here, too.");

  function row(file) {
    const item = element("li");
    const words = element("div");
    const what = element("span", { className: "what", textContent: "Waits." });
    const progress = element("progress", { max: 100, value: 0, ariaLabel: `Upload of ${file.name}` });
    words.append(element("strong", { textContent: file.name }), " ", what, progress);
    item.append(element("span", { className: "blank", ariaHidden: "true" }), words);
    item.dataset.state = "waits";
    list.append(item);
    return { file, item, words, what, progress };
  }

  function send({ file, what, progress, item }) {
    const body = new FormData(form);
    body.delete(input.name);
    body.append(input.name, file);
    return new Promise(resolve => {
      const request = new XMLHttpRequest();
      request.open("POST", form.action);
      request.setRequestHeader("Accept", "application/json");
      request.timeout = 300000;
      request.responseType = "json";
      item.dataset.state = "sends";
      what.textContent = "Is sent.";
      request.upload.onprogress = event => {
        if (event.lengthComputable) progress.value = 100 * event.loaded / event.total;
      };
      request.upload.onload = () => {
        progress.removeAttribute("value");
        what.textContent = "Is examined.";
      };
      request.onloadend = () => resolve(request);
      request.send(body);
    });
  }

  function tell({ item, words, what, progress }, request) {
    const said = request.status === 200 && request.response?.files?.[0];
    progress.remove();
    item.dataset.state = said?.address ? (said.problem ? "known" : "taken") : "refused";
    what.textContent = said ? said.problem || "Taken. It has no alternative text yet." : problem(request);
    if (said?.thumbnail) item.firstElementChild.replaceWith(element("img", { src: said.thumbnail, alt: "" }));
    if (said?.address) {
      const link = element("a", { href: said.address, textContent: said.problem ? "Open it" : "Describe it" });
      link.append(element("span", { className: "visually-hidden", textContent: `: ${said.name}` }));
      words.append(" ", link);
    }
  }

  function problem(request) {
    const sentence = request.response?.problems?.[0];
    if (sentence) return sentence;
    if (request.status === 413) return "This file is too large for the server. Save it smaller and choose it again.";
    if (request.status === 0) return "The connection was lost. Choose this file again.";
    if (request.status === 200 || request.status === 403) {
      return "You are not signed in any more. Sign in in another tab, then choose this file again.";
    }
    return "The server could not take this file. Choose it again later.";
  }

  async function sendAll(files) {
    if (busy || !files.length) return;
    busy = button.disabled = true;
    section.hidden = false;
    const rows = [...files].map(row);
    let done = 0, refused = 0;
    for (const each of rows) {
      tally.textContent = `File ${done + 1} of ${rows.length}.`;
      tell(each, await send(each));
      done += 1;
      refused += each.item.dataset.state === "refused";
    }
    tally.textContent = `${done} ${done === 1 ? "file" : "files"}${refused ? `, ${refused} of them not taken` : ""}.`;
    busy = button.disabled = false;
    input.value = "";
  }

  form.addEventListener("submit", event => {
    event.preventDefault();
    if (form.reportValidity()) sendAll(input.files);
  });
  form.addEventListener("dragover", event => {
    event.preventDefault();
    form.classList.add("over");
  });
  form.addEventListener("dragleave", event => {
    if (!form.contains(event.relatedTarget)) form.classList.remove("over");
  });
  form.addEventListener("drop", event => {
    event.preventDefault();
    form.classList.remove("over");
    sendAll(event.dataTransfer.files);
  });
  window.addEventListener("beforeunload", event => {
    if (busy) event.preventDefault();
  });
})();
