/** Recordings that the server does not have yet, kept in IndexedDB on this device.
 *
 * What is known of a recording and its bytes are in two stores, so that noting how far
 * it has come never copies the video. Imports nothing: the service worker runs it too.
 */

const NAME = "repwise-sending";

export class CannotKeep extends Error {}

const settled = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(new CannotKeep(request.error?.name));
  });

const completed = (transaction) =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    // Full disks and private windows end here: the transaction is rolled back.
    transaction.onabort = () => reject(new CannotKeep(transaction.error?.name));
  });

/** Open the store; throws `CannotKeep` where the browser lends none. */
export async function openStore(factory = globalThis.indexedDB) {
  if (!factory) throw new CannotKeep("no IndexedDB");
  const opening = factory.open(NAME, 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore("recordings", { keyPath: "id" });
    opening.result.createObjectStore("files");
  };
  const database = await settled(opening);
  // Another tab may delete or upgrade: do not stand in its way.
  database.onversionchange = () => database.close();
  return new Store(database);
}

class Store {
  #database;

  constructor(database) {
    this.#database = database;
  }

  #begin(mode) {
    const transaction = this.#database.transaction(["recordings", "files"], mode);
    const done = completed(transaction);
    return { recordings: transaction.objectStore("recordings"), files: transaction.objectStore("files"), done };
  }

  /** Keep `recording` (with `id`, `owner`) and its `file`; both or, at an error, neither. */
  async add(recording, file) {
    const { recordings, files, done } = this.#begin("readwrite");
    recordings.put(recording);
    files.put(file, recording.id);
    await done;
  }

  /** Return the recordings of `owner`, the oldest first. A phone may have several users. */
  async all(owner) {
    const { recordings } = this.#begin("readonly");
    const found = await settled(recordings.getAll());
    return found
      .filter((one) => one.owner === owner)
      .sort((a, b) => a.recordedAt.localeCompare(b.recordedAt));
  }

  /** Return how many recordings wait here, whoever they belong to. */
  async count() {
    const { files } = this.#begin("readonly");
    return settled(files.count());
  }

  /** Return the bytes of recording `id`; undefined once it is gone. */
  async file(id) {
    const { files } = this.#begin("readonly");
    return settled(files.get(id));
  }

  /** Note `fields` of recording `id`; one that is gone stays gone. */
  async change(id, fields) {
    const { recordings, done } = this.#begin("readwrite");
    const known = await settled(recordings.get(id));
    if (known) recordings.put({ ...known, ...fields });
    await done;
  }

  /** The server has it: let the bytes go, and keep its page's address to be shown. */
  async finish(id, address) {
    const { recordings, files, done } = this.#begin("readwrite");
    const known = await settled(recordings.get(id));
    if (known) recordings.put({ ...known, address });
    files.delete(id);
    await done;
  }

  async remove(id) {
    const { recordings, files, done } = this.#begin("readwrite");
    recordings.delete(id);
    files.delete(id);
    await done;
  }
}

/** The same in memory: gone when the page is. */
export class MemoryStore {
  #kept = new Map();

  async add(recording, file) {
    this.#kept.set(recording.id, { recording, file });
  }

  async all(owner) {
    return [...this.#kept.values()].map((one) => one.recording).filter((one) => one.owner === owner);
  }

  async file(id) {
    return this.#kept.get(id)?.file;
  }

  async change(id, fields) {
    const known = this.#kept.get(id);
    if (known) known.recording = { ...known.recording, ...fields };
  }

  async finish(id, address) {
    const known = this.#kept.get(id);
    if (known) this.#kept.set(id, { recording: { ...known.recording, address } });
  }

  async remove(id) {
    this.#kept.delete(id);
  }
}

/** What the browser does not keep (a full disk, a private window) stays in memory. */
export class BothStores {
  #lasting;
  #memory = new MemoryStore();

  /** @param lasting - a Store, or null where the browser lends none. */
  constructor(lasting) {
    this.#lasting = lasting;
  }

  /** Resolves to whether `recording` outlives the page. */
  async add(recording, file) {
    try {
      if (!this.#lasting) throw new CannotKeep();
      await this.#lasting.add(recording, file);
      return true;
    } catch {
      await this.#memory.add({ ...recording, inMemory: true }, file);
      return false;
    }
  }

  async all(owner) {
    return [...((await this.#lasting?.all(owner)) ?? []), ...(await this.#memory.all(owner))];
  }

  async file(id) {
    return (await this.#memory.file(id)) ?? this.#lasting?.file(id);
  }

  async change(id, fields) {
    await this.#memory.change(id, fields);
    await this.#lasting?.change(id, fields);
  }

  async finish(id, address) {
    await this.#memory.finish(id, address);
    await this.#lasting?.finish(id, address);
  }

  async remove(id) {
    await this.#memory.remove(id);
    await this.#lasting?.remove(id);
  }
}
