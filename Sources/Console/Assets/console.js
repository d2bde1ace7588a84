// What pages do beyond what they do without it.

// Moments in the reader's own time zone.
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
for (const time of document.querySelectorAll("time[datetime]")) {
  time.title = time.textContent;
  time.textContent = moment.format(new Date(time.dateTime));
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

// Whoever sent a form with mistakes reads them first.
const mistakes = document.querySelector(".mistakes");
if (mistakes) {
  mistakes.tabIndex = -1;
  mistakes.focus();
}
