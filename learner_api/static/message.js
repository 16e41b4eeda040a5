// Pages of a discussion: moments in the reader's own zone, names to mention, and words
// that are kept on this device until the course has them. Without this file the forms
// send as forms do, and moments are told in UTC.
'use strict';

(() => {
  const SOON = 300;
  const RETRY = 15000;
  const { lang } = document.documentElement;
  // As the course writes it in English: 30 November 2026.
  const manner = lang === 'en' ? 'en-GB' : lang;

  document.querySelectorAll('time').forEach((each) => {
    try {
      const told = new Intl.DateTimeFormat(manner, {
        day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit',
        timeZoneName: 'short',
      }).format(new Date(each.dateTime));
      each.title = each.textContent;
      each.textContent = told;
    } catch (fault) { /* Then in UTC. */ }
  });

  // What is kept of a form: its operation and what was typed.

  const kept = {
    get: (key) => {
      try {
        return JSON.parse(localStorage.getItem(key));
      } catch (fault) {
        return null;
      }
    },
    put: (key, value) => {
      try {
        if (value) localStorage.setItem(key, JSON.stringify(value));
        else localStorage.removeItem(key);
      } catch (fault) { /* Then the page alone keeps it. */ }
    },
  };

  const begin = (form) => {
    const { op, title, body } = form.elements;
    const { learner, message, names } = form.dataset;
    const words = JSON.parse(form.dataset.words);
    const status = form.querySelector('[data-status]');
    const path = new URL(form.action).pathname;
    const key = `draft:${learner}:${path}`;
    const first = body.value;
    let pause, timer, isSending;

    // A browser that puts words back by itself knows no operation that goes with them.
    form.autocomplete = 'off';

    const say = (text) => { status.textContent = text; };

    const keep = () => {
      const isEmpty = body.value.trim() === first.trim() && !(title && title.value.trim());
      kept.put(key, isEmpty ? null
        : { op: op.value, body: body.value, title: title && title.value });
    };

    // A form that came back refused shows what was sent; anything else is newer here.
    const draft = kept.get(key);
    const isRefused = form.querySelector('[aria-invalid]') || (first && !message);
    if (draft && document.getElementById(`post-${draft.op}`)) kept.put(key, null);
    else if (draft && !isRefused) {
      op.value = draft.op;
      body.value = draft.body;
      if (title) title.value = draft.title || '';
      say(words.restored);
    }

    const arrive = (url) => {
      kept.put(key, null);
      const there = new URL(url);
      const isHere = there.pathname + there.search === location.pathname + location.search;
      location.href = `${url.split('#')[0]}#${message || `post-${op.value}`}`;
      if (isHere) location.reload();
    };

    const send = async () => {
      clearTimeout(timer);
      if (isSending) return;
      isSending = true;
      keep();
      say(words.sending);
      try {
        const reply = await fetch(form.action, {
          method: 'POST', body: new URLSearchParams(new FormData(form)),
        });
        const { pathname } = new URL(reply.url);
        if (reply.status === 429 || reply.status > 499) throw reply.status;
        if (reply.redirected && pathname === '/sign-in') {
          location.href = `/sign-in?next=${encodeURIComponent(location.pathname)}`;
        } else if (reply.redirected) arrive(reply.url);
        // The course says what is wrong in its own page, with what was typed.
        else HTMLFormElement.prototype.submit.call(form);
      } catch (fault) {
        say(words.waits);
        timer = setTimeout(send, RETRY);
      }
      isSending = false;
    };

    form.addEventListener('submit', (event) => {
      event.preventDefault();
      send();
    });
    addEventListener('online', () => timer && send());

    // Names

    const list = Object.assign(document.createElement('ul'), { className: 'names', hidden: true });
    list.setAttribute('aria-label', words.names);
    body.after(list);

    const choose = (name, from, to) => {
      body.setRangeText(`${name} `, from, to, 'end');
      list.hidden = true;
      body.focus();
      keep();
    };

    const offer = async () => {
      const at = body.selectionStart;
      const begun = /(?:^|[\s(])@([^\s@][^@\n]{0,39})$/.exec(body.value.slice(0, at));
      list.hidden = true;
      if (!begun) return;
      try {
        const reply = await fetch(`${names}?q=${encodeURIComponent(begun[1])}`);
        const { items } = await reply.json();
        if (body.selectionStart !== at || !items) return;
        list.textContent = '';
        items.forEach((name) => {
          const button = Object.assign(document.createElement('button'), {
            type: 'button',
            className: 'button-quiet',
            textContent: name,
            onclick: () => choose(name, at - begun[1].length, at),
          });
          list.append(Object.assign(document.createElement('li'), { dir: 'auto' }));
          list.lastChild.append(button);
        });
        list.hidden = !items[0];
      } catch (fault) { /* Then the name is typed. */ }
    };

    form.addEventListener('input', () => {
      clearTimeout(pause);
      pause = setTimeout(() => { keep(); offer(); }, SOON);
    });
    addEventListener('pagehide', keep);
  };

  document.querySelectorAll('form[data-message]').forEach(begin);
})();
