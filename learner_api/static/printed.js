// On the public page of a certificate that was opened by its code: whether the code says
// what the register says. Without this script the page shows the record all the same.

(() => {
  const script = document.currentScript;
  const words = JSON.parse(script.dataset.words);
  const record = JSON.parse(script.dataset.record);
  const told = (value) => {
    if (value === null || value === undefined || value === '') {
      return words.nothing;
    }
    return Array.isArray(value) ? value.flat().filter(Boolean).join(', ') : String(value);
  };
  const plain = (value) => (
    value instanceof Uint8Array
      ? Array.from(value, (byte) => byte.toString(16).padStart(2, '0')).join('')
      : value
  );
  const line = (kind, text) => {
    const made = document.createElement(kind);
    made.textContent = text;
    return made;
  };
  const compare = () => {
    const place = document.getElementById('paper');
    if (location.hash.length < 100) {
      place.replaceChildren();
      return;
    }
    const parts = payloadParts(location.hash);
    const claims = parts && payloadClaims(parts.body);
    if (!claims) {
      place.className = 'notice';
      place.replaceChildren(line('p', words.unreadable));
      return;
    }
    const differing = payloadFields.filter((name) => (
      JSON.stringify(plain(claims[name])) !== JSON.stringify(record[name])
    ));
    place.className = differing.length ? 'notice notice-warning' : 'notice';
    place.replaceChildren(line('p', differing.length ? words.differs : words.same));
    if (differing.length) {
      const list = document.createElement('ul');
      list.append(...differing.map((name) => line('li', words.pair
        .replace('{name}', () => words.rows[name])
        .replace('{code}', () => told(plain(claims[name])))
        .replace('{record}', () => told(record[name])))));
      place.append(list);
    }
  };
  addEventListener('hashchange', compare);
  compare();
})();
