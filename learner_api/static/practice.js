// Practice: each answer is judged beneath its question as soon as it is saved.

if (self.sheet) {
  const { all, words } = self.sheet;
  const { count, make, put } = self.telling;

  waiting.hear(({ what, record, held }) => {
    const asked = what === 'held' && all.find(({ key }) => key === record.question);
    if (!asked || record.attempt !== sheet.form.dataset.attempt) return;
    const { mark, feedback } = held;
    const old = asked.box.nextElementSibling;
    if (old && old.matches('.mark')) old.remove();
    if (!mark && !feedback) return;
    const judged = make('div', '', { className: 'mark' });
    judged.setAttribute('role', 'group');
    judged.setAttribute('aria-label', put(words.judged, asked));
    if (mark) {
      const { points, out_of: most } = mark;
      const row = make('p', ` ${count(words.points, most, mark)}`);
      const isRight = points === most;
      const word = isRight ? words.right : words[points ? 'partly' : 'wrong'];
      row.prepend(make('span', word, { className: `tag tag-${isRight ? 'good' : 'warm'}` }));
      judged.append(row);
    }
    judged.append(...(feedback || []).map((each) => make('p', each)));
    asked.box.after(judged);
  });
}
