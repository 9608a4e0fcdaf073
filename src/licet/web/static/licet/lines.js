// Numbers beside the lines of a text that is written in the page, and a way from a fault to its line. Without this file the faults quote their lines.
(() => {
  const box = document.querySelector(".numbered textarea");
  if (!box) return;
  const numbers = document.createElement("pre");
  numbers.className = "numbers";
  numbers.setAttribute("aria-hidden", "true");
  box.before(numbers);
  let shown = 0;
  const count = () => {
    const lines = box.value.split("\n").length;
    if (lines !== shown) numbers.textContent = Array.from({ length: lines }, (_, at) => at + 1).join("\n");
    shown = lines;
    numbers.scrollTop = box.scrollTop;
  };
  box.addEventListener("input", count);
  box.addEventListener("scroll", count);
  addEventListener("pageshow", count);
  count();
  document.addEventListener("click", (event) => {
    const line = Number(event.target.closest?.("[data-line]")?.dataset.line);
    if (!line) return;
    event.preventDefault();
    const lines = box.value.split("\n");
    const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    box.focus();
    box.setSelectionRange(start, start + (lines[line - 1] ?? "").length);
    box.scrollTop = (line - 3) * (box.scrollHeight / lines.length);
  });
})();
