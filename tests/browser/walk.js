// What a keyboard walk asks of a page: what should be reached, and how the place where one stands looks.
window.walk = {
  ALL: "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0'], iframe",

  // Everything that a reader sees and could use, but for the other radio buttons of a group: arrows lead to those.
  expected() {
    const groups = new Set();
    return [...document.querySelectorAll(this.ALL)].filter((element) => {
      if (element.disabled || element.tabIndex < 0 || element.closest("[inert]")) return false;
      if (!element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })) return false;
      if (element.type !== "radio") return true;
      const chosen = element.form?.querySelector(`[name="${element.name}"]:checked`) ?? element;
      return chosen === element && !groups.has(element.name) && groups.add(element.name);
    });
  },

  name(element) {
    return element.outerHTML.slice(0, 160);
  },

  luminance(colour) {
    const canvas = document.createElement("canvas").getContext("2d");
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue] = [...canvas.getImageData(0, 0, 1, 1).data].map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  },

  contrast(one, other) {
    const [dark, light] = [this.luminance(one), this.luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  },

  // The ground on which the outline lies: that of the nearest ancestor which has one.
  ground(element) {
    for (let each = element.parentElement; each; each = each.parentElement) {
      const colour = getComputedStyle(each).backgroundColor;
      if (!/, 0\)$|\/ 0\)$|transparent/.test(colour)) return colour;
    }
    return "Canvas";
  },

  // The outline is drawn on the element itself, on its label's box for none of ours.
  faults(element) {
    const style = getComputedStyle(element);
    const [box] = element.getClientRects();
    const found = [];
    if (!box || !box.width || !box.height) return ["has no box"];
    if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 3) found.push(`outline ${style.outline}`);
    for (const scheme of ["dark", "light"]) {
      document.documentElement.dataset.theme = scheme;
      const contrast = this.contrast(style.outlineColor, this.ground(element));
      if (contrast < 3) found.push(`outline at ${contrast.toFixed(2)} : 1 in ${scheme}`);
    }
    if (box.bottom < 1 || box.top > innerHeight - 1 || box.right < 1 || box.left > innerWidth - 1) {
      found.push(`out of view at ${Math.round(box.left)}, ${Math.round(box.top)}`);
    } else if (!this.isInSight(element)) found.push("hidden behind something");
    return found;
  },

  // Some of it is neither covered nor cut off, whichever of its lines it is on (WCAG 2.4.11).
  isInSight(element) {
    return [...element.getClientRects()].some((box) =>
      [0.1, 0.5, 0.9].some((x) =>
        [0.25, 0.5, 0.75].some((y) => {
          const top = document.elementFromPoint(box.left + x * box.width, box.top + y * box.height);
          return top && (element.contains(top) || top.contains(element) && !this.covers(top, element));
        }),
      ),
    );
  },

  covers(top, element) {
    return ["fixed", "sticky"].includes(getComputedStyle(top).position) && !top.contains(element);
  },

  // After each press: where one stands, whether that lies behind where one stood, and what is wrong with it.
  step() {
    const here = document.activeElement;
    if (!here || here === document.body) return null;
    const isBack = this.last && !(this.last.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING);
    const found = this.faults(here);
    if (isBack) found.push(`comes after ${this.name(this.last)}`);
    this.last = here;
    (this.reached ??= new Set()).add(here);
    return { name: this.name(here), found };
  },

  missed() {
    return this.expected().filter((element) => !this.reached.has(element)).map((element) => this.name(element));
  },
};
