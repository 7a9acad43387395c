/* Makes elements for the preview and for the mark editor. */
(live => {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";

  function filled(made, attributes, content) {
    for (const [key, value] of Object.entries(attributes)) {
      if (value === null || value === false || value === undefined) continue;
      if (key === "on") for (const [name, act] of Object.entries(value)) made.addEventListener(name, act);
      else made.setAttribute(key, value === true ? "" : value);
    }
    made.append(...content.flat().filter(part => part !== null && part !== false && part !== undefined));
    return made;
  }

  /* An element; `on` holds what hears its events. */
  live.element = (name, attributes = {}, ...content) => filled(document.createElement(name), attributes, content);
  live.svg = (name, attributes = {}, ...content) => filled(document.createElementNS(SVG, name), attributes, content);
})(globalThis.stepbookLive);
