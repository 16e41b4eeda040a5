// The page of a worksheet: each field is saved by itself while somebody writes, and its
// section's line says where it is. Without this file the form saves them all together.

(() => {
  const form = document.querySelector('form[data-sheet]');
  if (!form || !self.waiting) return;
  const PAUSE = 800;
  const { sheet, learner } = form.dataset;
  const words = JSON.parse(form.dataset.words);
  const {
    all, cellsOf, fieldAt, fieldOf, inWords, isThere, labelOf, makeRow, newKey, number, read,
    show, takeIn,
  } = self.fieldsOf(form);
  const { count, make, notice, put, timeOf } = self.telling;
  const find = (name) => document.querySelector(`[data-${name}]`);
  const bar = find('bar');
  const voice = find('voice');
  const title = document.querySelector('h1').textContent;
  let isComparing, isLeaving, tag, speaking;

  // Rows of lists

  const addRow = (button) => {
    const rows = button.closest('[data-section]').querySelector('[data-rows]');
    const blank = [...rows.children].find((row) => isThere(row)
      && cellsOf(row).every((each) => read(each) === null));
    const row = blank || makeRow(
      rows, `${rows.closest('[data-section]').dataset.section}/${newKey()}`);
    cellsOf(row)[0].main.focus();
  };

  const removeRow = (button) => {
    const row = button.closest('[data-row]');
    const field = all.get(row.dataset.row);
    const rows = row.parentNode;
    const label = labelOf(field);
    const wasEmpty = cellsOf(row).every((each) => !each.at && read(each) === null);
    row.hidden = true;
    number(rows);
    // What nobody ever wrote needs no word to the course.
    if (wasEmpty) field.last = read(field);
    else save(field);
    const undo = make('button', words.restore, {
      type: 'button',
      className: 'button-quiet',
      onclick: () => {
        undo.parentNode.remove();
        row.hidden = false;
        number(rows);
        save(field);
        cellsOf(row)[0].main.focus();
      },
    });
    const told = make('p', `${put(words.removed, { label })} `);
    told.append(undo);
    rows.after(told);
    undo.focus();
    say(told.firstChild.textContent, 0);
  };

  // What is told

  const say = (text, pause) => {
    clearTimeout(speaking);
    speaking = setTimeout(() => {
      if (voice.textContent !== text) voice.textContent = text;
    }, pause);
  };

  const stateOf = ({ record, at }) => (
    (record && record.state !== 'beaten' && record.state) || (at ? 'held' : ''));

  // The line of a section tells the worst of its fields.
  const describe = (field) => {
    const { box } = field;
    const inside = [...all.values()].filter((each) => each.box === box);
    const line = box.querySelector('[data-status]');
    const worst = (state) => inside.find((each) => stateOf(each) === state);
    const left = worst('refused');
    const waits = worst('waiting');
    const held = inside.filter(({ at }) => at).map(({ at }) => at).sort().pop();
    if (field.main) {
      const isWrong = stateOf(field) === 'refused';
      if (isWrong) field.main.setAttribute('aria-invalid', 'true');
      else field.main.removeAttribute('aria-invalid');
    }
    if (left) {
      box.dataset.state = 'refused';
      const why = left.record.why || words.unknown;
      line.textContent = `${labelOf(left)}: ${put(words.refused, { why })}`;
    } else if (waits) {
      box.dataset.state = 'waiting';
      line.textContent = waiting.isSafe(waits.record) ? words.waiting : words.unsafe;
    } else {
      box.dataset.state = held ? 'held' : '';
      line.textContent = held ? put(words.held, { time: timeOf(held) }) : '';
    }
    sum();
  };

  const sum = () => {
    const line = find('sum');
    const those = (state) => [...all.values()].filter((each) => stateOf(each) === state);
    const left = those('refused');
    const waits = those('waiting');
    const said = [];
    const tell = (text, ...more) => {
      if (said.push(text) > 1) line.append(make('br', ''));
      line.append(text, ...more);
    };
    line.textContent = '';
    if (waiting.state === 'out') {
      tell(words.out, ' ', make('a', words.signIn, { href: `/sign-in?next=/${sheet}` }));
    }
    if (left[0]) {
      tell(count(words.left, left.length));
      left.forEach((each) => line.append(' ', make('a', labelOf(each), {
        href: `#${each.main ? each.key : each.box.id}`,
      })));
    }
    if (waits[0] && waiting.state !== 'out') tell(count(words.waits, waits.length));
    bar.dataset.state = (left[0] && 'refused') || (waits[0] && 'waiting') || 'held';
    if (!said[0]) tell(those('held')[0] ? words.saved : words.none);
    say(said.join('. '), waits[0] && waiting.state === 'up' ? 5000 : 1500);
  };

  // Saving

  const save = (field) => {
    clearTimeout(field.pause);
    field.pause = 0;
    const { key, held, last, record } = field;
    const answer = read(field);
    if (answer === last) return undefined;
    field.last = answer;
    if (record && record.state !== 'waiting' && answer === held) return leave(field);
    return waiting.keep({
      attempt: sheet,
      question: key,
      title,
      answer,
      label: labelOf(field),
      words: inWords(field),
      state: 'waiting',
    }, field);
  };

  const leave = (field) => {
    const { record } = field;
    field.record = null;
    describe(field);
    return record && waiting.drop(record);
  };

  const saveAll = () => Promise.all([...all.values()].map(save)).then(waiting.wake);

  form.addEventListener('input', ({ target }) => {
    const field = fieldAt(target);
    if (!field) return;
    // An indicator is chosen or written, not both.
    if (target === field.own && target.value) field.main.value = '';
    else if (field.own && target === field.main && target.value) field.own.value = '';
    clearTimeout(field.pause);
    field.pause = setTimeout(save, PAUSE, field);
  });
  form.addEventListener('change', ({ target }) => {
    if (fieldAt(target)) save(fieldAt(target));
  });
  form.addEventListener('click', (event) => {
    const button = event.target.closest('button');
    if (!button || !button.name) return;
    // The plain form has removed a row, and can put it back.
    isLeaving = button.value.startsWith('restore:');
    if (isLeaving) return;
    event.preventDefault();
    if ('add' in button.dataset) addRow(button);
    else if ('remove' in button.dataset) removeRow(button);
    else saveAll();
  });
  form.addEventListener('submit', (event) => {
    if (!isLeaving) event.preventDefault();
    saveAll();
  });
  addEventListener('beforeunload', (event) => {
    const isSafe = [...all.values()].every(({ pause, record }) => !pause
      && (!record || waiting.isSafe(record)));
    all.forEach(save);
    if (isSafe) return;
    event.preventDefault();
    event.returnValue = '';
  });
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) all.forEach(save);
    else compare();
  });

  // Other windows and devices

  // What this window saved, for the times when the browser shows an older page again.
  let ours = {};

  const isBeingWritten = ({ main, own }) => main
    && [main, own].includes(document.activeElement) && !document.activeElement.options;
  const isSettled = ({ last, held }) => last === held;

  const tell = (field, parts, ...acts) => {
    if (field.notice) field.notice.remove();
    field.notice = notice(parts, ...acts);
    if (field.row) field.row.after(field.notice);
    else (field.own || field.main).after(field.notice);
    say(parts[0], 0);
  };

  const button = (text, onclick) => make(
    'button', text, { type: 'button', className: 'button-secondary', onclick });

  // A newer value is held than the one shown: show it, say so, and offer the way back.
  const meet = (field, { answer, op, sequence, recorded_at: at }) => {
    const mine = read(field);
    const had = inWords(field);
    const isOurs = ours[field.key] === op;
    const isWriting = !isOurs && isBeingWritten(field);
    const wasBlank = mine === null && isSettled(field);
    Object.assign(field, { op, at, held: answer });
    field.sequence = Math.max(field.sequence, sequence);
    if (field.record) field.record.state = 'beaten';
    const take = () => {
      show(field, answer);
      field.last = answer;
      if (field.row) number(field.row.parentNode);
    };
    if (!isWriting || mine === answer) take();
    describe(field);
    if (isOurs || mine === answer || wasBlank) return;
    tell(field, [
      put(words.other, { label: labelOf(field), time: timeOf(at) }),
      isWriting ? words.untouched : put(words.mine, { words: had || '–' }),
    ], button(words.useMine, () => {
      field.notice.remove();
      show(field, mine);
      field.last = undefined;
      save(field);
    }), button(words.useTheirs, () => {
      field.notice.remove();
      take();
      leave(field);
    }));
  };

  const compare = async () => {
    if (isComparing) return;
    isComparing = true;
    try {
      const { headers, told } = await waiting.ask(
        `/api/v1/${sheet}`, { headers: tag ? { 'If-None-Match': tag } : {} });
      if (told.entries) tag = headers.get('ETag');
      (told.entries || []).forEach((held) => {
        const field = fieldOf(held.field);
        // What waits is sent, and the course then says which is the newer.
        if (field && held.op !== field.op && held.sequence >= field.sequence
          && isSettled(field)) meet(field, { ...held, answer: held.value });
      });
    } catch (fault) { /* The line is down; it is compared when it is back. */ }
    isComparing = false;
  };

  // What became of a field

  waiting.hear(({ what, record, held, isElsewhere }) => {
    if (what === 'line') sum();
    const field = record && record.attempt === sheet && fieldOf(record.question);
    if (!field) return;
    const isCurrent = field.record && field.record.op === record.op;
    const isWriting = isElsewhere && !isCurrent && isBeingWritten(field);
    if (what === 'kept' && !isWriting) {
      field.record = record;
      field.sequence = Math.max(field.sequence, record.sequence);
      if (isElsewhere) {
        show(field, record.answer);
        field.last = record.answer;
      }
    }
    if (what === 'held') {
      const expected = [null, field.op, ours[field.key], ...record.knows];
      ours[field.key] = held.op;
      try {
        sessionStorage.setItem(sheet, JSON.stringify(ours));
      } catch (fault) { /* Then not. */ }
      if (isWriting) meet(field, held);
      else {
        Object.assign(field, { op: held.op, at: held.recorded_at, held: held.answer });
        if (isCurrent) field.record = null;
        // Something that was taken back while it was on its way.
        if (!field.record && field.last !== record.answer) {
          field.last = undefined;
          save(field);
        } else if (!field.record) field.last = field.held;
      }
      if (!expected.includes(held.previous_op)) {
        tell(field, [put(words.replaced, { label: labelOf(field) })]);
        compare();
      }
    }
    if (isCurrent && what === 'beaten') meet(field, held);
    if (isCurrent && what === 'refused') field.record = record;
    describe(field);
  });

  // The beginning

  const restore = (record) => {
    const field = record.attempt === sheet && fieldOf(record.question);
    // Somebody was quicker than the store.
    if (!field || field.pause || !isSettled(field)) return;
    const { op, at, sequence, held } = field;
    field.record = record;
    if (record.op === op) leave(field);
    else if (record.state === 'beaten' || record.sequence >= sequence) {
      show(field, record.answer);
      field.last = record.answer;
      if (record.state === 'beaten') {
        meet(field, { op, sequence, answer: held, recorded_at: at });
      }
    }
  };

  const begin = async () => {
    takeIn(form);
    bar.hidden = false;
    // That was the share when the page was made.
    find('filled').hidden = true;
    try {
      ours = JSON.parse(sessionStorage.getItem(sheet)) || {};
    } catch (fault) { /* Then none. */ }
    waiting.begin(learner);
    (await waiting.list()).forEach(restore);
    all.forEach(save);
    all.forEach(describe);
    form.querySelectorAll('[data-rows]').forEach(number);
    const [visit] = performance.getEntriesByType('navigation');
    if (visit && visit.type === 'back_forward') compare();
    if (self.SyncManager) {
      navigator.serviceWorker.register('/answers-worker.js', { scope: '/attempts/' })
        .catch(() => {});
    }
  };

  addEventListener('focus', compare);
  begin();
})();
