// What the code on a certificate carries, taken apart: the name of the key, the
// signature, what was signed, and the printed claims. The same form is written in
// course/credentials/compact.py.

const payloadFields = [
  'number', 'verify_url', 'language', 'kind', 'kind_title', 'holder_name',
  'course_title', 'hours', 'awarded_on', 'valid_until', 'issuer_name', 'signatories',
  'rule_title', 'supersedes', 'second_page',
];

function payloadBytes(text) {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bytes = [];
  let held = 0;
  let bits = 0;
  for (const letter of text) {
    held = held << 5 | letters.indexOf(letter);
    bits += 5;
    if (bits > 7) {
      bits -= 8;
      bytes.push(held >> bits);
      held &= (1 << bits) - 1;
    }
  }
  // Idle bits could be flipped unseen, so there is one spelling alone.
  return bits > 4 || held ? null : Uint8Array.from(bytes);
}

// One value of CBOR in its shortest form, or an error.
function payloadValue(bytes) {
  let at = 0;
  const fail = () => {
    throw new Error('no payload');
  };
  const take = (count) => {
    at += count;
    return at > bytes.length ? fail() : bytes.subarray(at - count, at);
  };
  const value = (depth) => {
    const first = take(1)[0];
    if (first === 246) {
      return null;
    }
    let count = first & 31;
    if (count > 23) {
      const width = [1, 2, 4][count - 24] || fail();
      const least = [24, 256, 65536][count - 24];
      count = take(width).reduce((whole, byte) => whole * 256 + byte, 0);
      if (count < least) {
        fail();
      }
    }
    const kind = first >> 5;
    if (kind === 0) {
      return count;
    }
    if (kind === 2) {
      return take(count);
    }
    if (kind === 3) {
      return new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(take(count));
    }
    if (kind !== 4 || depth > 3 || count > bytes.length) {
      fail();
    }
    return Array.from({length: count}, () => value(depth + 1));
  };
  const whole = value(0);
  return at === bytes.length ? whole : fail();
}

// The claims by their names, or null where they are not of this form.
function payloadClaims(body) {
  try {
    const values = payloadValue(body);
    if (!Array.isArray(values) || values.length !== payloadFields.length) {
      return null;
    }
    const claims = {};
    payloadFields.forEach((name, place) => {
      claims[name] = values[place];
    });
    // As bytes, the address lacks the number at its end, which is carried anyway.
    if (typeof claims.verify_url !== 'string') {
      claims.verify_url = new TextDecoder().decode(claims.verify_url) + claims.number;
    }
    return claims;
  } catch {
    return null;
  }
}

// The parts of a payload, alone or behind an address; null for what is none.
function payloadParts(text) {
  const whole = text.replace(/\s/g, '');
  const mark = whole.lastIndexOf('#');
  const payload = whole.slice(mark + 1).toUpperCase();
  const bytes = /^[A-Z2-7]{13,}$/.test(payload) ? payloadBytes(payload.slice(12)) : null;
  if (!bytes || bytes.length < 66 || bytes[0] !== 1) {
    return null;
  }
  const kid = payload.slice(0, 12).toLowerCase();
  const body = bytes.subarray(65);
  const context = new TextEncoder().encode('handbook-course certificate\0\x01' + kid);
  const message = new Uint8Array(context.length + body.length);
  message.set(context);
  message.set(body, context.length);
  return {
    address: mark > 0 ? whole.slice(0, mark) : '',
    kid,
    signature: bytes.subarray(1, 65),
    message,
    body,
  };
}
