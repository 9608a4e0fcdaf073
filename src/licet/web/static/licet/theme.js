// The appearance that a reader has chosen, kept in the browser and told to nobody. Without this file the choice holds for one page.
(() => {
  const KEY = "licet-theme";
  const wear = (theme) => {
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
  };
  let kept = null;
  try { kept = localStorage.getItem(KEY); } catch { /* a browser that keeps nothing */ }
  wear(kept);
  addEventListener("DOMContentLoaded", () => {
    const chosen = document.getElementById(`theme-${kept}`);
    if (chosen) chosen.checked = true;
    document.querySelector(".theme")?.addEventListener("change", (event) => {
      wear(event.target.value);
      try { localStorage.setItem(KEY, event.target.value); } catch { /* likewise */ }
    });
  });
})();
