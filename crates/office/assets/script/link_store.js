// Keeps the file that is being sent in this browser, so that it goes on after the page was closed. Where that is
// not possible (a private window, a full phone), the person is asked for the same file again.

const NAME = "kirim";
const FILES = "files";

function open() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(FILES, { keyPath: "name" });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

/** Does it in one transaction; its answer, or nothing where the browser keeps nothing. */
async function within(mode, act) {
  try {
    const store = await open();
    return await new Promise((resolve, reject) => {
      const work = store.transaction(FILES, mode);
      const asked = act(work.objectStore(FILES));
      work.oncomplete = () => { store.close(); resolve(asked.result); };
      work.onerror = work.onabort = () => { store.close(); reject(work.error); };
    });
  } catch (error) {
    return undefined;
  }
}

export function keep(link, name, file) {
  return within("readwrite", (files) => files.put({ name, link, file }));
}

/** The files of this link; those of another are forgotten. */
export async function kept(link) {
  const all = (await within("readonly", (files) => files.getAll())) || [];
  for (const other of all.filter((one) => one.link !== link)) await forget(other.name);
  return all.filter((one) => one.link === link);
}

/** Forgets one document's file, or all of them. */
export function forget(name) {
  return within("readwrite", (files) => (name ? files.delete(name) : files.clear()));
}
