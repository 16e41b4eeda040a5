// The controls of a question: what they hold, in the form that the course takes, and
// how to show an answer in them.

self.questionsOf = (form) => {
  const isChoice = ({ type }) => type === 'radio' || type === 'checkbox';
  const isText = (field) => !field.options && !isChoice(field);
  const textOf = (field) => (
    (isChoice(field) ? field.checked : field.value.trim()) ? field.value : '');

  const read = ({ fields, kind, key }) => {
    const given = fields.map(textOf);
    const chosen = given.filter(Boolean);
    if (!chosen.length) return null;
    if (kind === 'checkboxes') return chosen;
    if (fields[0].name === key) return chosen[0];
    const rows = {};
    fields.forEach(({ name }, place) => {
      if (given[place]) rows[name.slice(key.length + 1)] = given[place];
    });
    return rows;
  };

  const show = ({ fields, key }, answer) => fields.forEach((field) => {
    const row = field.name.slice(key.length + 1);
    if (isChoice(field)) {
      field.checked = answer !== null && [].concat(answer).map(String).includes(field.value);
    } else if (!row) field.value = answer || '';
    // An order comes as a list: the place of each row.
    else if (Array.isArray(answer)) field.value = answer.indexOf(row) + 1 || '';
    else field.value = (answer && answer[row]) || '';
  });

  const inWords = ({ fields }) => fields.filter(textOf).map((field) => {
    const label = field.labels && field.labels[0] ? field.labels[0].textContent.trim() : '';
    if (isChoice(field)) return label;
    if (isText(field)) return field.value;
    return `${label} – ${field.selectedOptions[0].text}`;
  }).join('; ');

  // Lines that still ask for a choice. Gaps may be left out, lines may not.
  const blanks = ({ fields, kind }) => (kind === 'selects'
    ? fields.filter((field) => !textOf(field)).length % fields.length : 0);

  const all = JSON.parse(form.dataset.questions).map(
    ([key, kind, op, sequence, at, isRefused], place) => {
      const fields = [...form.elements].filter(
        ({ name }) => name === key || name.startsWith(`${key}.`));
      const box = fields[0].closest('.question');
      const question = { key, kind, op, sequence, at, fields, box, number: place + 1 };
      question.line = box.querySelector('[data-status]');
      // The answer that the course holds, and the last one that was kept, as text.
      question.held = JSON.stringify(read(question));
      question.last = isRefused ? '' : question.held;
      return question;
    });

  return { all, blanks, inWords, isText, read, show };
};
