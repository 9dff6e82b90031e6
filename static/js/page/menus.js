/** Close a menu (`details[data-closes-outside]`) by a click elsewhere or Escape. */

export function wireMenus(root) {
  const open = () => root.querySelectorAll("details[data-closes-outside][open]");
  root.addEventListener("click", (event) => {
    for (const menu of open()) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of open()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}
