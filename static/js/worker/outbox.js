/** Send what waits on this device while no page is open. Imports nothing. */

/** Resolves once all is sent; rejects to be called again later.
 *
 * @param parts - `ask` (address => {status, body}), `endpoint`, `openStore`, `makeQueue`
 *   ({store, owner, token}) => Queue.
 */
export async function sendWaiting({ ask, endpoint, openStore, makeQueue }) {
  const { status, body } = await ask(endpoint);
  // Signed out, or someone else's job: the page says so when it is opened.
  if (status === 401 || status === 403) return;
  if (status !== 200) throw new Error(`asked for the owner: ${status}`);
  const { owner, token } = JSON.parse(body);
  const queue = makeQueue({ store: await openStore(), owner, token });
  if (!(await queue.run())) throw new Error("not all is sent");
}
