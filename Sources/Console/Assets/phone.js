// The phone: what is said is sent without leaving the page, and answers are read aloud on request.

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!("speak" in form.dataset)) return;
  event.preventDefault();
  // The conversation comes by itself; the answer to this is the page with the same in it.
  fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
  form.querySelector("input[type=text]")?.form.reset();
});

const phone = document.getElementById("phone");
const voice = document.getElementById("voice");
const heard = new Set();

// Reads what was said since; what was said before is silent.
function read() {
  for (const line of phone.querySelectorAll(".agent[data-complete]")) {
    if (heard.has(line.id)) continue;
    heard.add(line.id);
    if (voice.getAttribute("aria-pressed") !== "true") continue;
    speechSynthesis.speak(new SpeechSynthesisUtterance(line.querySelector(".text").textContent));
  }
}

// What was said last stays in sight, with the place to answer for as long as somebody listens.
const answer = document.querySelector(".speak");
phone.addEventListener("shown", () => {
  const isOver = phone.querySelector("[data-over]") !== null;
  if (answer) answer.hidden = isOver;
  (isOver || !answer ? phone : answer).scrollIntoView({ block: "end" });
});

if ("speechSynthesis" in window) {
  voice.hidden = false;
  voice.addEventListener("click", () => {
    const isOn = voice.getAttribute("aria-pressed") !== "true";
    voice.setAttribute("aria-pressed", String(isOn));
    if (!isOn) speechSynthesis.cancel();
  });
  phone.addEventListener("shown", read);
}
