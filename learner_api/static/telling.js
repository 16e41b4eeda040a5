// Putting words together, and on the page. Every sentence comes from the course.

self.telling = self.waiting && (() => {
  const put = (sentence, values) => sentence.replace(/{(\w+)}/g, (_, name) => values[name]);

  const plural = self.Intl && Intl.PluralRules
    && new Intl.PluralRules(document.documentElement.lang);
  const count = (forms, num, values) => put(
    forms[plural ? plural.select(num) : 'other'] || forms.other, { num, ...values });

  // As the course writes it: the time, and the day where it is not today.
  const timeOf = (moment) => {
    const [day, time] = moment.split('T');
    const when = new Date().toISOString().startsWith(day)
      ? '' : `${day.split('-').reverse().join('.')}, `;
    return `${when}${time.slice(0, 5)} UTC`;
  };

  const make = (name, textContent, more) => Object.assign(
    document.createElement(name), { textContent, ...more });

  // A notice of these parts, texts or elements, and what may be done about it.
  const notice = (parts, ...acts) => {
    const box = make('div', '', { className: 'notice notice-warning', tabIndex: -1 });
    box.append(...parts.map((each) => (each.append ? each : make('p', each))), ...acts);
    return box;
  };

  return { count, make, notice, put, timeOf };
})();
