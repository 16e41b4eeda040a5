// A list that narrows as somebody types. Without this script its form does the same.

const form = document.querySelector('[data-filter]');
const list = form && document.getElementById(form.dataset.filter);

if (list) {
  const plain = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const entries = [...list.querySelectorAll('[data-entry]')].map((entry) => ({
    entry,
    text: plain([...entry.querySelectorAll('[data-text]')].map((each) => each.textContent).join(' ')),
  }));
  const groups = [...list.querySelectorAll('[data-group]')];
  const told = document.querySelector('[data-count]');
  const none = document.getElementById('no-entry');
  const input = form.elements.q;

  input.addEventListener('input', () => {
    const words = plain(input.value).split(/\s+/);
    let shown = 0;
    for (const { entry, text } of entries) {
      entry.hidden = !words.every((word) => text.includes(word));
      shown += !entry.hidden;
    }
    for (const group of groups) group.hidden = !group.querySelector('[data-entry]:not([hidden])');
    none.hidden = shown > 0;
    told.textContent = told.dataset.count.replace('{shown}', shown).replace('{total}', entries.length);
  });

  // Whoever follows a link to an entry that was filtered away shall see it.
  addEventListener('hashchange', () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && list.contains(target) && target.closest('[hidden]')) {
      input.value = '';
      input.dispatchEvent(new Event('input'));
      target.scrollIntoView();
    }
  });
}
