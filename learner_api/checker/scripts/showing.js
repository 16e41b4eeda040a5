// How the checker tells what it found: a verdict, the printed claims, the later pages.
'use strict';

const facts = JSON.parse(document.getElementById('facts').textContent);
const words = facts.words;
const element = (name) => document.getElementById(name);
const filled = (sentence, values) => (
  sentence.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole))
);
const bytesOf64 = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
const hexOf = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

function made(name, text, attributes) {
  const node = document.createElement(name);
  node.textContent = text;
  Object.entries(attributes || {}).forEach(([key, value]) => node.setAttribute(key, value));
  return node;
}

function longDate(day) {
  const date = new Date(`${day}T12:00:00Z`);
  if (Number.isNaN(date.getTime())) {
    return day;
  }
  const options = {year: 'numeric', month: 'long', day: 'numeric', timeZone: 'UTC'};
  return date.toLocaleDateString(facts.locale, options);
}

function hoursOf(count) {
  const kind = new Intl.PluralRules(facts.language).select(count);
  return filled(words.hours[kind] || words.hours.other, {num: count});
}

function replaced([number, reason]) {
  return reason ? `${number}: ${words.causes[reason] || reason}` : number;
}

// What is printed on the first page, as names and values.
function rowsOf(claims) {
  const rows = [
    ['number', claims.number],
    ['kind_title', claims.kind_title],
    ['holder_name', claims.holder_name],
    ['course_title', claims.course_title],
    ['hours', hoursOf(claims.hours)],
    ['awarded_on', longDate(claims.awarded_on)],
    ['valid_until', claims.valid_until && longDate(claims.valid_until)],
    ['rule_title', claims.rule_title],
    ['issuer_name', claims.issuer_name],
    ...claims.signatories.map(([name, title]) => ['signatories', `${name}, ${title}`]),
    ['supersedes', claims.supersedes && replaced(claims.supersedes)],
    ['verify_url', claims.verify_url],
  ];
  return rows.filter(([, value]) => value).map(([name, value]) => [words.rows[name], value]);
}

// A verdict: its state gives the colour and the sign, its words say what it means.
function say(state, verdict, sentences) {
  element('result').className = `result result-${state}`;
  element('result').hidden = false;
  element('verdict').textContent = verdict;
  element('meaning').replaceChildren(...sentences.map((sentence) => made('p', sentence)));
  for (const name of ['printed', 'later', 'online']) {
    element(name).hidden = true;
  }
  element('online-result').replaceChildren();
}

function show(claims) {
  const rows = rowsOf(claims).map(([name, value]) => {
    const row = document.createElement('div');
    row.append(made('dt', name), made('dd', value, {dir: 'auto'}));
    return row;
  });
  element('claims').replaceChildren(...rows);
  element('printed').hidden = false;
}

// The later pages: in this file, from the register, or not to be had.
function showLater(page, source) {
  const box = element('later-text');
  box.replaceChildren(made('p', words.later[source]));
  if (page) {
    for (const module of page.modules) {
      const passed = module.quiz ? ` · ${words.quizPassed}` : '';
      box.append(made('h4', `${module.title} – ${hoursOf(module.hours)}${passed}`, {dir: 'auto'}));
      box.append(listOf(module.objectives || []));
    }
    if (page.objectives.length && !page.modules.some((module) => module.objectives)) {
      box.append(made('h4', words.objectives), listOf(page.objectives));
    }
    if (page.courses) {
      box.append(made('h4', words.courses), listOf(page.courses.map((course) => (
        `${course.title} – ${hoursOf(course.hours)} · ${course.certificate}`
      ))));
    }
    if (page.paper) {
      box.append(made('h4', words.paper), listOf([page.paper.title]));
    }
    box.append(made('h4', words.required), listOf(page.rule));
    const edition = page.edition.replace('sha256:', '').slice(0, 12);
    box.append(made('p', filled(words.edition, {edition})));
  }
  element('later').hidden = false;
}

function listOf(items) {
  const list = document.createElement('ul');
  list.append(...items.map((item) => made('li', item, {dir: 'auto'})));
  return list;
}

function today() {
  const now = new Date();
  const two = (number) => String(number).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

// The number in what was typed, or the number at the end of an address of ours.
function numberIn(text) {
  const start = `${facts.verifyBase}/`;
  const typed = text.startsWith(start) ? text.slice(start.length) : text;
  const signs = typed.toUpperCase().replace(/[\s-]/g, '');
  return /^[2-9A-HJKMNP-TV-Z]{12}$/.test(signs) ? signs.match(/.{4}/g).join('-') : null;
}
