// What the register says of a certificate, when somebody presses the button for it.
'use strict';

async function askRegister() {
  const box = element('online-result');
  box.replaceChildren(made('p', words.asking));
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), 20000);
  try {
    const answer = await fetch(
      `${facts.api}/verifications/${encodeURIComponent(asked.number)}`,
      {credentials: 'omit', cache: 'no-store', referrerPolicy: 'no-referrer', signal: stop.signal},
    );
    if (answer.status === 404) {
      tell('bad', words.online.notFound);
    } else if (answer.status === 429) {
      box.replaceChildren(made('p', words.tooMany));
    } else if (answer.ok) {
      await tellFound(await answer.json());
    } else {
      throw new Error(answer.status);
    }
  } catch {
    box.replaceChildren(made('p', filled(words.unreachable, {site: facts.site})));
  } finally {
    clearTimeout(timer);
  }
}

function tell(state, sentence) {
  const claims = asked.claims;
  const genuine = claims && state !== 'good' ? [words.genuineBut] : [];
  element('result').className = `result result-${state}`;
  element('verdict').textContent = sentence;
  element('meaning').replaceChildren(...genuine.map((each) => made('p', each)));
  element('online-result').replaceChildren(made('p', words.told));
  element('verdict').focus();
}

async function tellFound(found) {
  const states = {
    valid: 'good', superseded: 'open', suspended: 'open', expired: 'open', revoked: 'bad',
  };
  const since = longDate(found.status_since.slice(0, 10));
  const sentence = words.online[found.status] || words.online.other;
  tell(states[found.status] || 'open', filled(sentence, {since}));
  const box = element('online-result');
  if (found.successor) {
    const address = `${facts.verifyBase}/${found.successor}`;
    const line = made('p', `${words.successor} `);
    line.append(made('a', found.successor, {href: address, rel: 'noreferrer'}));
    box.append(line);
  }
  await showFound(found.claims);
}

// The register's own words: all there is for a number, and the later pages for a code.
async function showFound(told) {
  const page = laterOf(told);
  const digest = hexOf(await sha256(new TextEncoder().encode(canonical(page))));
  if (!asked.claims) {
    show({...told, signatories: signatoriesOf(told), supersedes: null});
    showLater(page, 'register');
    return;
  }
  const same = digest === hexOf(asked.claims.second_page);
  if (same) {
    showLater(page, 'register');
  }
  const differing = ['holder_name', 'kind_title', 'course_title', 'hours', 'awarded_on',
    'issuer_name'].filter((name) => told[name] !== asked.claims[name]);
  if (differing.length || !same) {
    element('online-result').append(made('p', words.differs, {class: 'warning'}));
  }
}

function signatoriesOf(told) {
  const listed = told.signatories || [{name: told.signatory_name, title: told.signatory_title}];
  return listed.map(({name, title}) => [name, title]);
}

// As course/credentials/compact.py puts the later pages together, letter for letter.
function laterOf(told) {
  const modules = told.modules.map((module) => {
    const kept = {};
    for (const name of ['title', 'hours', 'objectives', 'quiz']) {
      if (module[name] !== null && module[name] !== undefined) {
        kept[name] = module[name];
      }
    }
    return kept;
  });
  const page = {edition: told.edition, modules, objectives: told.objectives, rule: told.rule};
  // What a diploma rests on.
  for (const name of ['courses', 'paper']) {
    if (told[name]) {
      page[name] = told[name];
    }
  }
  return page;
}

function canonical(value) {
  if (Array.isArray(value)) {
    return `[${value.map(canonical).join(',')}]`;
  }
  if (value && typeof value === 'object') {
    const members = Object.keys(value).sort().map((name) => (
      `${JSON.stringify(name)}:${canonical(value[name])}`
    ));
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value);
}
