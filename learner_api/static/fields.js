// The fields of a worksheet: what they hold, how to show a value in them, and the rows
// of its lists.

self.fieldsOf = (form) => {
  const REMOVED = 'removed';
  const known = JSON.parse(form.dataset.held);
  const refused = JSON.parse(form.dataset.refused);
  const all = new Map();

  // A field is a control, an indicator with two boxes, or a row that may be taken away.

  const read = ({ row, main, own }) => {
    if (row) return row.hidden ? REMOVED : null;
    return (own && own.value.trim()) || main.value.trim() || null;
  };

  const show = ({ row, main, own }, value) => {
    if (row) row.hidden = value === REMOVED;
    else {
      main.value = value || '';
      if (own) own.value = main.value ? '' : value || '';
    }
  };

  const clean = (text) => text.replace(/\s+/g, ' ').trim();
  const labelOf = ({ row, main, box }) => {
    const near = row || main.closest('.sheet-row');
    const legend = near ? clean(near.querySelector('legend').textContent) : '';
    const label = row ? '' : clean(main.labels[0].textContent);
    return [row || !near ? '' : legend, row ? legend : label].filter(Boolean).join(', ')
      || clean(box.querySelector('h2').textContent);
  };
  const inWords = ({ main, own }) => {
    if (!main || (own && own.value)) return own ? own.value : '';
    return main.selectedOptions && main.value
      ? main.selectedOptions[0].text : main.value;
  };

  const add = (key, parts) => {
    const [op, sequence, at] = known[key] || [null, 0, null];
    const box = (parts.row || parts.main).closest('[data-section]');
    const field = { key, box, op, sequence, at, record: null, ...parts };
    // What the course holds, and the last that was kept.
    field.held = read(field);
    field.last = refused.includes(key) ? undefined : field.held;
    all.set(key, field);
    return field;
  };

  const takeIn = (place) => {
    place.querySelectorAll('[data-row]').forEach((row) => add(row.dataset.row, { row }));
    if (place.dataset.row) add(place.dataset.row, { row: place });
    place.querySelectorAll('input, select, textarea').forEach((main) => {
      const { name } = main;
      if (name[0] === '_' || name.endsWith('.own')) return;
      add(name, { main, own: form.elements[`${name}.own`] });
    });
  };

  const fieldAt = ({ name }) => all.get(name.replace(/\.own$/, ''));

  // Rows of lists

  const cellsOf = (row) => [...all.values()].filter(({ main }) => main && row.contains(main));
  const isThere = (row) => !row.hidden;

  const number = (rows) => {
    const there = [...rows.children].filter(isThere);
    there.forEach((row, place) => {
      row.querySelector('[data-number]').textContent = place + 1;
    });
    const button = rows.parentNode.querySelector('[data-add]');
    button.disabled = there.length >= button.dataset.most;
  };

  // A row of this key, made after another and emptied, where its key comes in order.
  const makeRow = (rows, address) => {
    const model = rows.lastElementChild;
    const holder = document.createElement('div');
    holder.innerHTML = model.outerHTML.split(model.dataset.row).join(address);
    const row = holder.firstElementChild;
    row.hidden = false;
    row.querySelectorAll('.error, .notice').forEach((each) => each.remove());
    row.querySelectorAll('input, select, textarea').forEach((each) => {
      each.value = '';
      each.removeAttribute('aria-invalid');
    });
    const after = [...rows.children].find((each) => each.dataset.row > address);
    rows.insertBefore(row, after || null);
    takeIn(row);
    number(rows);
    return row;
  };

  // The field of an address; one in a row that another device added gets its row.
  const fieldOf = (address) => {
    if (!all.has(address)) {
      const [section, row] = address.split('/');
      const box = document.querySelector(`[data-section="${section}"]`);
      const rows = box && box.querySelector('[data-rows]');
      if (rows && row) makeRow(rows, `${section}/${row}`);
    }
    return all.get(address);
  };

  const digits = () => Math.random().toString(36).slice(2, 6).padEnd(4, '0');
  const newKey = () => Date.now().toString(36).padStart(9, '0') + digits();

  return {
    all, cellsOf, fieldAt, fieldOf, inWords, isThere, labelOf, makeRow, newKey, number, read,
    show, takeIn,
  };
};
