// The form of a peer review: what is typed is kept as a draft now and then, and a line
// says so. Without this file the button beside the other keeps it.
'use strict';

(() => {
  const form = document.querySelector('form[data-draft]');
  if (!form) return;
  const PAUSE = 4000;
  const APART = 20000;
  const words = JSON.parse(form.dataset.words);
  const line = form.querySelector('[data-status]');
  let timer, sentAt = 0, isLeaving = false;

  const digits = (count) => [...crypto.getRandomValues(new Uint8Array(count))]
    .map((each) => (each % 16).toString(16)).join('');

  // Browsers name things so on secure lines alone.
  const newName = () => (crypto.randomUUID ? crypto.randomUUID()
    : `${digits(8)}-${digits(4)}-4${digits(3)}-a${digits(3)}-${digits(12)}`);

  const typed = () => {
    const told = { levels: {}, comments: {}, summary: '' };
    new FormData(form).forEach((text, name) => {
      const [kind, key] = name.split('.');
      if (kind === 'level' && key) told.levels[key] = Number(text);
      else if (kind === 'comment' && key) told.comments[key] = text;
      else if (name === 'summary') told.summary = text;
    });
    return told;
  };

  let held = JSON.stringify(typed());

  const keep = (options) => {
    clearTimeout(timer);
    const told = typed();
    const now = JSON.stringify(told);
    if (isLeaving || now === held) return;
    sentAt = Date.now();
    fetch(form.dataset.draft, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ op: newName(), ...told }),
      ...options,
    }).then((answer) => {
      if (answer.status >= 500) throw new Error(answer.status);
      held = now;
      line.textContent = answer.ok ? words.kept : words.refused;
    }).catch(() => {
      line.textContent = words.lost;
      soon();
    });
  };

  // After a pause, and never more than once in a while: each draft is a row.
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(keep, Math.max(PAUSE, sentAt + APART - Date.now()));
  };

  form.addEventListener('input', soon);
  form.addEventListener('submit', () => {
    isLeaving = true;
    clearTimeout(timer);
  });
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) keep({ keepalive: true });
  });
})();
