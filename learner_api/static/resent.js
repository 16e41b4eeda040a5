// Outside the form of an attempt: send what waits on this device for whoever is signed
// in, nobody else's, and say in a notice what became of it.

(() => {
  if (!self.waiting || !self.resent) return;
  const { learner } = self.resent;
  const words = JSON.parse(self.resent.words);
  const { count, make, put } = self.telling;
  // The page that shows an attempt tells all that is left of it, not the news alone.
  const [, here] = /^\/attempts\/([^/]+)/.exec(location.pathname) || [];
  const box = document.createElement('div');
  box.setAttribute('role', 'status');
  document.querySelector('main').prepend(box);
  const news = new Set();
  const sent = [];

  const told = (record) => {
    const why = words[record.state] || words[record.kind] || record.why || words.unknown;
    const isSheet = record.attempt.includes('/');
    const row = make('li', put(isSheet ? words.field : words.left, { ...record, why }));
    if (record.words) row.append(make('p', put(words.yours, record)));
    const acts = make('p', '');
    acts.append(
      make('a', isSheet ? words.openField : words.open, {
        href: `${isSheet ? '' : '/attempts'}/${record.attempt}#${record.question}`,
      }), ' ',
      make('button', words.remove, {
        type: 'button',
        className: 'button-quiet',
        onclick: () => waiting.drop(record).then(() => { row.remove(); show(); }),
      }));
    row.append(acts);
    return row;
  };

  const show = async () => {
    const kept = await waiting.list();
    const waits = kept.filter(({ state }) => state === 'waiting');
    const left = kept.filter(({ attempt, op, state, kind }) => state !== 'waiting'
      && (attempt === here || kind === 'attempt-closed' || news.has(op)));
    const kind = left.length || waits.length ? 'warning' : 'success';
    const notice = make('div', '', { className: `notice notice-${kind}` });
    if (sent.length) notice.append(make('p', count(words.sent, sent.length)));
    if (waits.length) notice.append(make('p', count(words.waits, waits.length)));
    if (left.length) {
      const rows = make('ul', '');
      rows.append(...left.map(told));
      notice.append(rows);
    }
    box.textContent = '';
    if (notice.firstChild) box.append(notice);
  };

  waiting.hear(({ what, record }) => {
    if (what === 'line') { show(); return; }
    if (what === 'held') sent.push(record); else news.add(record.op);
    // The answers that this page shows are no longer those that are held.
    if (what === 'held' && record.attempt === here) location.reload();
  });
  waiting.begin(learner);
})();
