// The page of an open attempt: each answer is saved by itself, and its line says where
// it is. Without this file the form still saves them all together.

(() => {
  const form = document.querySelector('form[data-attempt]');
  if (!form || !self.waiting) return;
  const PAUSE = 800;
  const { attempt, learner } = form.dataset;
  const address = `/attempts/${attempt}`;
  const words = JSON.parse(form.dataset.words);
  const { all, blanks, inWords, isText, read, show } = questionsOf(form);
  const { count, make, notice, put, timeOf } = self.telling;
  const find = (name) => document.querySelector(`[data-${name}]`);
  const bar = find('bar');
  const voice = find('voice');
  const title = document.querySelector('h1').textContent;
  let isOver, isComparing, tag, speaking, shown, pressed;

  // One voice, which sums up once things have settled and says nothing twice.
  const say = (text, pause) => {
    clearTimeout(speaking);
    speaking = setTimeout(() => {
      if (voice.textContent !== text) voice.textContent = text;
    }, pause);
  };

  // What is put on the page

  const linkTo = (question) => make(
    'a', put(words.question, question), { href: `#${question.key}` });
  const leadTo = (text, href, className) => make('a', text, { href, className });
  const button = (text, onclick) => make(
    'button', text, { type: 'button', className: 'button-secondary', onclick });

  const announce = (heading, parts, ...acts) => {
    if (shown) shown.remove();
    shown = notice([make('h2', heading), ...parts], ...acts);
    form.before(shown);
    shown.focus();
  };

  // Each question's line, and the bar in sum

  const stateOf = ({ record, at }) => (
    (record && record.state !== 'beaten' && record.state) || (at ? 'held' : ''));

  const describe = (question) => {
    const { record, at, line, box } = question;
    const state = stateOf(question);
    box.dataset.state = state;
    if (!state) line.textContent = '';
    else if (state === 'draft') line.textContent = count(words.draft, record.blanks);
    else if (state === 'held') line.textContent = put(words.held, { time: timeOf(at) });
    else if (state === 'refused') {
      line.textContent = put(words.refused, { why: record.why || words.unknown });
    } else line.textContent = waiting.isSafe(record) ? words.waiting : words.unsafe;
    sum();
  };

  const sum = () => {
    const line = find('sum');
    const said = [];
    const add = (text, links) => {
      if (said.push(text) > 1) line.append(make('br', ''));
      line.append(text);
      links.forEach((each) => line.append(' ', each));
    };
    line.textContent = '';
    let worst = 'held';
    if (waiting.state === 'out') {
      // That answers wait is then said already.
      add(words.out, [leadTo(words.signIn, `/sign-in?next=${address}`, '')]);
    }
    ['refused', 'waiting', 'draft'].forEach((state) => {
      const those = all.filter((each) => stateOf(each) === state);
      if (!those[0]) return;
      const isWaiting = state === 'waiting';
      if (!isWaiting || waiting.state !== 'out') {
        add(count(words.sums[state], those.length), isWaiting ? [] : those.map(linkTo));
      }
      if (worst === 'held') worst = state;
    });
    bar.dataset.state = worst;
    const saved = all.filter((each) => stateOf(each) === 'held' && each.held !== 'null').length;
    if (!said[0]) add(saved ? count(words.sums.held, saved) : words.none, []);
    // A line that is merely slow is not worth a word.
    say(said.join('. '), waiting.state === 'up' && worst === 'waiting' ? 5000 : 1500);
  };

  // Saving

  const save = (question) => {
    clearTimeout(question.pause);
    question.pause = 0;
    const { key, number, record, held } = question;
    const answer = read(question);
    const text = JSON.stringify(answer);
    if (isOver || text === question.last) return undefined;
    question.last = text;
    if (record && record.state !== 'waiting' && text === held) return leave(question);
    const left = blanks(question);
    return waiting.keep({
      attempt,
      title,
      answer,
      number,
      question: key,
      words: inWords(question),
      state: left ? 'draft' : 'waiting',
      blanks: left,
    }, question);
  };

  const leave = (question) => {
    const { record } = question;
    question.record = null;
    describe(question);
    return record && waiting.drop(record);
  };

  const saveAll = () => Promise.all(all.map(save)).then(waiting.wake);

  const questionOf = ({ target }) => all.find(({ fields }) => fields.includes(target));

  form.addEventListener('input', (event) => {
    const question = isText(event.target) && questionOf(event);
    if (!question) return;
    clearTimeout(question.pause);
    question.pause = setTimeout(save, PAUSE, question);
  });
  form.addEventListener('change', (event) => {
    if (questionOf(event)) save(questionOf(event));
  });
  addEventListener('beforeunload', (event) => {
    const isSafe = all.every(({ pause, record }) => !pause
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

  const tell = (question, parts, ...acts) => {
    if (question.notice) question.notice.remove();
    question.notice = notice(parts, ...acts);
    question.box.append(question.notice);
    say(parts[0], 0);
  };

  const isBeingWritten = ({ fields }) => fields.includes(document.activeElement)
    && isText(document.activeElement);

  // A newer answer is held than the one shown: show it, say so, and offer the way back.
  const meet = (question, { answer, op, sequence, recorded_at: at }, isOurs) => {
    const mine = read(question);
    const had = inWords(question);
    const isWriting = !isOurs && isBeingWritten(question);
    Object.assign(question, { op, at, held: '' });
    question.sequence = Math.max(question.sequence, sequence);
    if (question.record) question.record.state = 'beaten';
    const take = () => {
      show(question, answer);
      question.held = JSON.stringify(read(question));
      question.last = question.held;
    };
    if (!isWriting || JSON.stringify(mine) === JSON.stringify(answer)) take();
    describe(question);
    if (isOurs || JSON.stringify(mine) === question.held) return;
    tell(question, [
      put(words.other, { number: question.number, time: timeOf(at) }),
      isWriting ? words.untouched : put(words.mine, { words: had || '–' }),
    ], button(words.useMine, () => {
      question.notice.remove();
      if (!isWriting) show(question, mine);
      question.last = '';
      save(question);
    }), button(words.useTheirs, () => {
      question.notice.remove();
      take();
      leave(question);
    }));
  };

  // Whether the page shows what is held, as far as it knows.
  const isSettled = ({ last, held }) => last === held;

  const compare = async () => {
    if (isOver || isComparing) return;
    isComparing = true;
    try {
      const { headers, told } = await waiting.ask(
        `/api/v1${address}`, { headers: tag ? { 'If-None-Match': tag } : {} });
      // Nothing is told where nothing has changed.
      if (told.uuid === attempt) tag = headers.get('ETag');
      if (told.submitted_at) close(put(words.over, { when: timeOf(told.submitted_at) }));
      else (told.responses || []).forEach((held) => {
        const question = all.find(({ key }) => key === held.question);
        // What waits is sent, and the course then says which is the newer.
        const isNews = held.op !== question.op && held.sequence >= question.sequence;
        if (isNews && isSettled(question)) {
          meet(question, held, ours[held.question] === held.op);
        }
      });
    } catch (fault) { /* The line is down; it is compared when it is back. */ }
    isComparing = false;
  };

  // What became of an answer

  waiting.hear(({ what, record, held, isElsewhere }) => {
    if (what === 'line') sum();
    if (!record || record.attempt !== attempt || isOver) return;
    const question = all.find(({ key }) => key === record.question);
    const isCurrent = question.record && question.record.op === record.op;
    const isWriting = isElsewhere && !isCurrent && isBeingWritten(question);
    if (what === 'kept' && !isWriting) {
      question.record = record;
      question.sequence = Math.max(question.sequence, record.sequence);
      if (isElsewhere) {
        show(question, record.answer);
        question.last = JSON.stringify(record.answer);
      }
    }
    if (what === 'held') {
      const known = [null, question.op, ours[question.key], ...record.knows];
      ours[question.key] = held.op;
      try {
        sessionStorage.setItem(attempt, JSON.stringify(ours));
      } catch (fault) { /* Then not. */ }
      if (isWriting) meet(question, held);
      else {
        Object.assign(question, { op: held.op, at: held.recorded_at });
        question.held = JSON.stringify(record.answer);
        if (isCurrent) question.record = null;
        // An answer that was taken back while it was on its way.
        if (!question.record && !isSettled(question)) {
          question.last = '';
          save(question);
        }
      }
      if (!known.includes(held.previous_op)) {
        tell(question, [put(words.replaced, question)]);
        compare();
      }
    }
    if (isCurrent && what === 'beaten') meet(question, held);
    if (isCurrent && what === 'refused') {
      question.record = record;
      if (record.kind === 'attempt-closed') {
        close(put(words.over, { when: timeOf(held.submitted_at) }));
      }
    }
    describe(question);
  });

  // The end

  const close = (heading, ...parts) => {
    all.forEach(save);
    isOver = true;
    [...form.elements].forEach((each) => { each.disabled = true; });
    const lost = all.filter((each) => JSON.stringify(read(each)) !== each.held);
    if (lost[0]) parts.push(words.lost);
    parts.push(...lost.map((each) => `${put(words.question, each)}: ${inWords(each)}`));
    announce(heading, parts, leadTo(words.result, address, 'button'));
  };

  form.addEventListener('click', ({ target }) => { pressed = target.value; });
  form.addEventListener('submit', async (event) => {
    const isReview = pressed === 'review';
    const review = `${address}/review`;
    event.preventDefault();
    find('sum').textContent = words.sending;
    await saveAll();
    sum();
    const left = all.filter((each) => !['', 'held'].includes(stateOf(each)));
    if (isOver) return;
    if (!left[0]) {
      if (isReview) location.assign(review);
      return;
    }
    const canGoOn = isReview && left.every((each) => stateOf(each) !== 'waiting');
    announce(words.left, left.map((each) => {
      const row = make('p', `: ${each.line.textContent}`);
      row.prepend(linkTo(each));
      return row;
    }), ...(canGoOn ? [leadTo(words.anyway, review, 'button button-secondary')] : []));
  });

  // The beginning

  const restore = (record) => {
    const question = all.find(({ key }) => key === record.question);
    // Somebody was quicker than the store.
    if (record.attempt !== attempt || question.pause || !isSettled(question)) return;
    const { op, at, sequence } = question;
    const served = { op, sequence, answer: read(question), recorded_at: at };
    question.record = record;
    if (record.op === op) leave(question);
    else if (record.state === 'beaten' || record.sequence >= sequence) {
      show(question, record.answer);
      question.last = JSON.stringify(record.answer);
      if (record.state === 'beaten') meet(question, served);
    }
  };

  const begin = async () => {
    bar.hidden = false;
    // The bar counts on from here.
    find('answered').hidden = true;
    try {
      ours = JSON.parse(sessionStorage.getItem(attempt)) || {};
    } catch (fault) { /* Then none. */ }
    waiting.begin(learner);
    (await waiting.list()).forEach(restore);
    all.forEach(save);
    all.forEach(describe);
    const [visit] = performance.getEntriesByType('navigation');
    if (visit && visit.type === 'back_forward') compare();
    if (self.SyncManager) {
      navigator.serviceWorker.register('/answers-worker.js', { scope: '/attempts/' })
        .catch(() => {});
    }
  };

  addEventListener('focus', compare);
  self.sheet = { address, all, close, compare, form, say, saveAll, voice, words };
  begin();
})();
