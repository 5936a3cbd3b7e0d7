"use strict";
/* A click on the picture sets its focal point; without this script two fields take the numbers. */
document.addEventListener("DOMContentLoaded", () => {
  const fields = ["x", "y"].map(axis => document.getElementById(`id_focus_${axis}`));
  if (!fields.every(Boolean)) return;
  const file = document.getElementById("id_file");
  const element = (name, className) => Object.assign(document.createElement(name), { className });
  const stage = element("div", "stage");
  const mark = element("span", "mark-of-focus");
  const parts = element("div", "parts");
  const shapes = [["Card", 3, 2], ["Portrait", 1, 1], ["Shared link", 488, 630]].map(([name, width, height]) => {
    const figure = element("figure", "part");
    const view = element("span", "view");
    const words = element("figcaption", "");
    view.style.aspectRatio = `${width} / ${height}`;
    words.textContent = name;
    figure.append(view, words);
    parts.append(figure);
    return { view, ratio: width / height };
  });
  mark.ariaHidden = "true";
  let picture = document.querySelector(".field-shown img.shown");

  function value(field) {
    const number = parseInt(field.value, 10);
    return Number.isNaN(number) ? 50 : Math.max(0, Math.min(100, number));
  }

  /* As articles/cropping.py does: the largest part of that shape, its middle as near to the point as edges let it be. */
  function place(length, whole, focus) {
    return whole <= length ? 0 : Math.max(0, Math.min(whole - length, whole * focus / 100 - length / 2)) / (whole - length);
  }

  function show() {
    const [x, y] = fields.map(value);
    mark.style.insetInlineStart = `${x}%`;
    mark.style.insetBlockStart = `${y}%`;
    const [wide, high] = [picture.naturalWidth, picture.naturalHeight];
    for (const { view, ratio } of shapes) {
      const image = view.querySelector("img");
      const left = place(Math.min(wide, high * ratio), wide, x);
      const top = place(Math.min(high, wide / ratio), high, y);
      image.style.objectPosition = `${100 * left}% ${100 * top}%`;
    }
  }

  function mount(image) {
    image.classList.add("shown");
    if (picture && picture !== image) picture.replaceWith(image);
    picture = image;
    if (!stage.isConnected) {
      const home = document.querySelector(".field-shown .readonly");
      home ? home.replaceChildren(stage) : document.querySelector(".focal").append(stage);
      document.querySelector(".focal").append(parts);
    }
    stage.replaceChildren(picture, mark);
    for (const { view } of shapes) {
      view.replaceChildren(Object.assign(new Image(), { src: picture.src, alt: "" }));
    }
    show();
  }

  stage.addEventListener("click", event => {
    const box = picture.getBoundingClientRect();
    const shares = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
    shares.forEach((share, n) => {
      fields[n].value = Math.max(0, Math.min(100, Math.round(100 * share)));
      fields[n].dispatchEvent(new Event("change", { bubbles: true }));
    });
    show();
  });
  fields.forEach(field => field.addEventListener("input", () => picture && show()));
  file?.addEventListener("change", () => {
    const chosen = file.files[0];
    if (!chosen) return;
    const image = new Image();
    image.alt = "";
    image.onload = () => mount(image);
    image.src = URL.createObjectURL(chosen);
  });
  if (picture) picture.complete ? mount(picture) : picture.addEventListener("load", () => mount(picture), { once: true });
});
