// Answers that wait on this device. Each is kept here first, then sent, and forgotten
// only once the course has acknowledged it. The pages and the worker share this file.
'use strict';

self.waiting = self.fetch && self.Promise && (() => {
  const NAME = 'answers';
  const LANES = 2;
  const PATIENCE = 20000;
  const LONGEST_PAUSE = 60;

  const ears = [];
  const channel = self.BroadcastChannel
    ? new BroadcastChannel(NAME) : { postMessage: () => {} };
  // Where the browser keeps nothing for us, the page itself does.
  const memory = new Map();
  const shared = { state: 'up', ahead: 0 };
  let learner, opening, timer, running, isAsked;
  let stir = () => {};
  let tries = 0;
  let notBefore = 0;

  // The store

  const PARTS = ['attempt', 'question', 'learner'];
  const keyOf = (record) => PARTS.map((part) => record[part]);
  const idOf = (record) => keyOf(record).join();

  const open = () => opening || (opening = new Promise((done, fail) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(NAME, { keyPath: PARTS });
    asked.onsuccess = () => {
      asked.result.onversionchange = () => asked.result.close();
      done(asked.result);
    };
    asked.onerror = fail;
    // Some browsers never answer.
    setTimeout(fail, 3000);
  }));

  const inStore = async (mode, act) => {
    const work = (await open()).transaction(NAME, mode);
    return new Promise((done, fail) => {
      let result;
      act(work.objectStore(NAME), (value) => { result = value; });
      work.oncomplete = () => done(result);
      work.onabort = fail;
    });
  };

  // Reads one record and decides on it in one step, so that two tabs agree: what the
  // decision returns is kept, null removes the record, undefined leaves it.
  const change = async (record, decide) => {
    const id = idOf(record);
    let made;
    try {
      made = await inStore('readwrite', (store, give) => {
        store.get(keyOf(record)).onsuccess = ({ target }) => {
          made = decide(memory.get(id) || target.result);
          if (made) store.put(made);
          if (made === null) store.delete(keyOf(record));
          give(made);
        };
      });
      if (made !== undefined) memory.delete(id);
    } catch (fault) {
      opening = null;
      made = decide(memory.get(id));
      if (made) memory.set(id, made);
      if (made === null) memory.delete(id);
    }
    return made;
  };

  const list = async () => {
    const found = new Map();
    try {
      (await inStore('readonly', (store, give) => {
        store.getAll().onsuccess = ({ target }) => give(target.result);
      })).forEach((each) => found.set(idOf(each), each));
    } catch (fault) { opening = null; }
    memory.forEach((each, id) => found.set(id, each));
    return [...found.values()].filter((each) => each.learner === learner);
  };

  const isWaiting = ({ state }) => state === 'waiting';

  // Other pages look for this before they fetch what sends. The worker has none.
  const flag = (isKept) => {
    try {
      localStorage[isKept ? 'setItem' : 'removeItem'](NAME + learner, 1);
    } catch (fault) { /* Nor has whoever forbids it. */ }
  };

  // The line

  const ask = async (address, options) => {
    const stop = self.AbortController && new AbortController();
    const late = stop && setTimeout(() => stop.abort(), PATIENCE);
    try {
      const response = await fetch(address, { signal: stop && stop.signal, ...options });
      const { status, headers } = response;
      const moment = Date.parse(headers.get('Date'));
      // How far the course's clock is before this device's.
      if (moment) shared.ahead = moment + 500 - Date.now();
      return { status, headers, told: status === 304 ? {} : await response.json() };
    } finally {
      clearTimeout(late);
    }
  };

  // To somebody else who signed in here meanwhile, the attempt is not there.
  const isSignedOut = async (status) => status === 401 || ((status === 403 || status === 404)
    && (await ask('/api/v1/me')).told.uuid !== learner);

  // Sends one answer, and says whether the line bears another. A reply that is not in
  // the course's own manner comes from something between. A worksheet bears its whole
  // address instead of an attempt, and takes fields instead of questions.
  const send = async (record) => {
    const { attempt, question, op, answer, sequence, occurred_at } = record;
    const isSheet = attempt.includes('/');
    const save = { op, sequence, occurred_at };
    let told, kind;
    try {
      const reply = await ask(isSheet ? `/api/v1/${attempt}`
        : `/api/v1/attempts/${attempt}/responses/${question}`, {
        method: 'PUT',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(isSheet
          ? { entries: [{ ...save, field: question, value: answer }] } : { ...save, answer }),
      });
      told = reply.told;
      if (told.entries) {
        const [{ field, value, ...rest }] = told.entries;
        told = { ...rest, question: field, answer: value };
      }
      kind = String(told.type).split('/problems/')[1];
      shared.state = 'down';
      if (await isSignedOut(reply.status)) {
        shared.state = 'out';
        return false;
      }
      if (reply.status > 428 || kind === 'conflict' || (!kind && told.question !== question)) {
        notBefore = Date.now() + reply.headers.get('Retry-After') * 1000;
        return false;
      }
    } catch (fault) {
      shared.state = 'down';
      return false;
    }
    shared.state = 'up';
    tries = 0;
    let what = 'refused';
    if (!kind) what = told.op === op ? 'held' : 'beaten';
    const kept = await change(record, (was) => {
      if (!was || was.op !== op) return undefined;
      return what === 'held' ? null
        : { ...was, state: what, held: told, kind, why: told.status > 404 && told.detail };
    });
    tell(what, kept || record, told);
    return true;
  };

  // What waits is sent, two at a time and one at a time of each question.
  const run = async () => {
    const going = new Map();
    let isHalted = false;
    for (;;) {
      const stirred = new Promise((done) => { stir = done; });
      isAsked = false;
      const kept = await list();
      // A store that could not be read may hold something.
      flag(kept[0] || !opening);
      kept.filter((each) => !isHalted && isWaiting(each) && !going.has(idOf(each)))
        .slice(0, LANES - going.size).forEach((each) => {
          const id = idOf(each);
          going.set(id, send(each).then((goesOn) => {
            isHalted = isHalted || !goesOn;
            going.delete(id);
          }));
        });
      if (!going.size) return isHalted;
      await Promise.race([stirred, ...going.values()]);
    }
  };

  const wake = () => {
    clearTimeout(timer);
    isAsked = true;
    stir();
    if (!running && Date.now() < notBefore) rest();
    else if (!running) {
      // One tab sends for all. Where there are no locks, two may send the same; it is
      // saved once all the same.
      running = (navigator.locks ? navigator.locks.request(NAME, run) : run())
        .then((isHalted) => {
          running = null;
          if (isHalted) rest();
          tell('line');
          return isAsked && !isHalted ? wake() : undefined;
        });
    }
    return running;
  };

  const rest = () => {
    askWorker();
    tries += 1;
    const pause = Math.min(LONGEST_PAUSE, 2 ** tries) * (1 + Math.random()) / 2;
    timer = setTimeout(wake, Math.max(pause * 1000, notBefore - Date.now()));
  };

  // Where there is Background Sync, the worker sends even when no tab is left.
  const askWorker = () => {
    if (!self.SyncManager || !navigator.serviceWorker) return;
    navigator.serviceWorker.getRegistration('/attempts/')
      .then((found) => found && found.sync.register(NAME)).catch(() => {});
  };

  // What the pages ask for

  const tell = (what, record, held) => {
    ears.forEach((ear) => ear({ what, record, held }));
    if (record) channel.postMessage({ what, record, held });
  };

  channel.onmessage = ({ data }) => {
    if (data.record.learner !== learner) return;
    ears.forEach((ear) => ear({ ...data, isElsewhere: true }));
    isAsked = true;
    stir();
  };

  const digits = (count) => [...crypto.getRandomValues(new Uint8Array(count))]
    .map((each) => (each % 16).toString(16)).join('');

  // Browsers name things so on secure lines alone.
  const newName = () => (crypto.randomUUID ? crypto.randomUUID()
    : `${digits(8)}-${digits(4)}-4${digits(3)}-a${digits(3)}-${digits(12)}`);

  // A newer answer takes the place of the one that waits, under a name of its own.
  const keep = async (answer, known) => {
    const now = new Date();
    const record = await change({ ...answer, learner }, (was) => ({
      ...answer,
      learner,
      op: newName(),
      sequence: Math.max(known.sequence, was ? was.sequence : 0) + 1,
      // A clock that was never set is no witness.
      occurred_at: now.getFullYear() > 2024 ? now.toISOString() : undefined,
      knows: [known.op].concat(was ? [was.op, ...was.knows] : []).slice(0, 20),
    }));
    flag(true);
    tell('kept', record);
    wake();
  };

  const drop = (record) => change(
    record, (was) => (was && was.op === record.op ? null : undefined));

  const begin = (whose) => {
    learner = whose;
    wake();
    if (!self.document) return;
    ['online', 'focus'].forEach((each) => addEventListener(each, wake));
    document.addEventListener('visibilitychange', async () => {
      if (!document.hidden) wake();
      else if ((await list()).some(isWaiting)) askWorker();
    });
  };

  return Object.assign(shared, {
    ask, begin, drop, keep, list, wake,
    hear: (ear) => ears.push(ear),
    isSafe: (record) => !memory.has(idOf(record)),
  });
})();
