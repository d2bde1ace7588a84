// The preview beside the form follows what is typed.
const editor = document.querySelector("form[data-preview]");
if (editor) {
  const panel = document.getElementById("preview");
  let timer;
  let running;
  const update = async () => {
    running?.abort();
    running = new AbortController();
    panel.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(editor.dataset.preview, {
        method: "POST",
        body: new URLSearchParams(new FormData(editor)),
        signal: running.signal,
      });
      // Somebody who is signed out meanwhile sees so when they save.
      if (!answer.ok || answer.redirected) return;
      const html = await answer.text();
      const open = [...panel.querySelectorAll("details[open]")].map((details) => details.id);
      panel.innerHTML = html;
      for (const id of open) document.getElementById(id)?.setAttribute("open", "");
    } catch (error) {
      if (error.name === "AbortError") return;
      throw error;
    } finally {
      panel.removeAttribute("aria-busy");
    }
  };
  editor.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(update, 250);
  });
  update();
}

// A file goes into the field: nothing is sent before somebody presses another button.
for (const button of document.querySelectorAll("[data-file-for]")) {
  const input = Object.assign(document.createElement("input"), { type: "file", accept: ".yaml,.yml" });
  input.addEventListener("change", async () => {
    document.getElementById(button.dataset.fileFor).value = await input.files[0].text();
  });
  button.addEventListener("click", () => input.click());
  button.hidden = false;
}
