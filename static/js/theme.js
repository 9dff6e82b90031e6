/* Set light or dark before the first paint. A classic script: modules run too late. */
(() => {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    let chosen = "auto";
    try {
      chosen = localStorage.getItem("repwise-theme") ?? "auto";
    } catch {
      // Storage may be switched off: the system's choice then holds.
    }
    const actual = chosen === "auto" ? (dark.matches ? "dark" : "light") : chosen;
    document.documentElement.dataset.bsTheme = actual;
    document.documentElement.dataset.themeChoice = chosen;
  };
  apply();
  dark.addEventListener("change", apply);
  document.addEventListener("repwise:theme", apply);
})();
