// What pages do beyond what they do without it.

// Moments in the reader's own time zone.
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
function showMoments(part) {
  for (const time of part.querySelectorAll("time[datetime]")) {
    time.title = time.textContent;
    time.textContent = moment.format(new Date(time.dateTime));
  }
}
showMoments(document);

// On a phone the places scroll; where one is has to be seen.
for (const place of document.querySelectorAll(".places [aria-current]")) {
  place.scrollIntoView({ block: "nearest", inline: "center" });
}

// Copying, where the browser lets pages do that.
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.textContent = "Copied";
  });
}

// Names of time zones to choose from; a new form has the reader's own.
for (const input of document.querySelectorAll('[data-suggest="time-zones"]')) {
  const list = document.createElement("datalist");
  list.id = `${input.name}-suggestions`;
  for (const zone of Intl.supportedValuesOf("timeZone")) list.append(new Option(zone));
  input.after(list);
  input.setAttribute("list", list.id);
  if (!input.value) input.value = new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

// Searching as one types: rows show when every word is in their text.
for (const input of document.querySelectorAll("[data-filter]")) {
  const list = document.getElementById(input.dataset.filter);
  if (!list) continue;
  const rows = [...list.querySelectorAll("[data-text]")];
  const count = list.querySelector("[data-count]");
  const filter = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const row of rows) row.hidden = !words.every((word) => row.dataset.text.includes(word));
    for (const group of list.querySelectorAll("[data-group]")) {
      group.hidden = !group.querySelector("[data-text]:not([hidden])");
    }
    const shown = rows.filter((row) => !row.hidden).length;
    count.textContent = shown === 1 ? "1 template" : `${shown} templates`;
  };
  input.addEventListener("input", filter);
  input.form.addEventListener("submit", (event) => event.preventDefault());
  input.form.querySelector("button").hidden = true;
}

// Whoever sent a form with mistakes reads them first.
const mistakes = document.querySelector(".mistakes");
if (mistakes) {
  mistakes.tabIndex = -1;
  mistakes.focus();
}
