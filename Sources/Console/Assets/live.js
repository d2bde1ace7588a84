// Parts of pages that the server sends again when they change.

// Makes a part look like its newest version, and leaves what is the same in it alone: what is open stays open, and
// what has the focus keeps it.
function bring(part, newest) {
  let place = part.firstChild;
  for (const node of [...newest.childNodes]) {
    const known = node.id
      ? [...part.children].find((child) => child.id === node.id)
      : place && !place.id && place.nodeName === node.nodeName ? place : null;
    if (!known || known.nodeName !== node.nodeName) {
      part.insertBefore(node, place);
      continue;
    }
    if (known === place) place = place.nextSibling;
    else part.insertBefore(known, place);
    if (known.nodeType !== Node.ELEMENT_NODE) {
      if (known.data !== node.data) known.data = node.data;
      continue;
    }
    for (const { name, value } of node.attributes) {
      if (known.getAttribute(name) !== value) known.setAttribute(name, value);
    }
    for (const { name } of [...known.attributes]) {
      if (!node.hasAttribute(name) && name !== "open") known.removeAttribute(name);
    }
    bring(known, node);
  }
  while (place) {
    const rest = place.nextSibling;
    place.remove();
    place = rest;
  }
}

for (const part of document.querySelectorAll("[data-live]")) {
  const source = new EventSource(part.dataset.live);
  const reload = document.querySelector("[data-reload]");
  source.addEventListener("open", () => { if (reload) reload.hidden = true; });
  source.addEventListener("error", () => { if (reload) reload.hidden = false; });
  source.addEventListener("message", (event) => {
    const newest = document.createElement("template");
    newest.innerHTML = event.data;
    showMoments(newest.content);
    bring(part, newest.content);
    part.dispatchEvent(new Event("shown"));
  });
  source.addEventListener("done", () => source.close());
  // Whoever was signed out sees where to sign in.
  source.addEventListener("gone", () => location.reload());
}
