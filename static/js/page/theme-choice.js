/** Light, dark or the system's choice: buttons with `data-theme`. */

function press(root) {
  const chosen = document.documentElement.dataset.themeChoice;
  for (const button of root.querySelectorAll("[data-theme]")) {
    button.setAttribute("aria-pressed", String(button.dataset.theme === chosen));
  }
}

export function wireThemeChoice(root) {
  press(root);
  root.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-theme]");
    if (!button) return;
    localStorage.setItem("repwise-theme", button.dataset.theme);
    document.dispatchEvent(new Event("repwise:theme"));
    press(root);
  });
}
