/** Ask once before a form is sent: `form[data-confirm="dialog id"]`. */

export function wireConfirmation(root) {
  root.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-confirm]");
    if (!form || form.dataset.confirmed) return;
    const dialog = root.getElementById(form.dataset.confirm);
    event.preventDefault();
    dialog.showModal();
    dialog.addEventListener(
      "close",
      () => {
        if (dialog.returnValue !== "yes") return;
        form.dataset.confirmed = "true";
        form.requestSubmit();
      },
      { once: true },
    );
  });
}
