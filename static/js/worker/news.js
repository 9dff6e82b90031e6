/** What a woken browser shows: that there is news, never which. Imports nothing. */

const TAG = "repwise-news";

/** Show one notice, however often the browser is woken. */
export function showNews(registration, { title, body, language, direction, icon }) {
  return registration.showNotification(title, { body, icon, tag: TAG, lang: language, dir: direction });
}

/** The notice was pressed: go to the page with the news, in a window that is open if any. */
export async function openNews(clients, notification, { address }) {
  notification.close();
  const [open] = await clients.matchAll({ type: "window" });
  if (!open) return clients.openWindow(address);
  await open.focus();
  return open.navigate(address);
}
