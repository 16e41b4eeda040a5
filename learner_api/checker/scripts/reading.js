// From modules to text: the mask, the blocks, their mending and the segments of a QR
// code (ISO/IEC 18004).
'use strict';

// By version: how many bytes of a block mend it, and how many blocks there are.
const BLOCKS = {
  M: [
    [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26, 28, 28,
      28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28],
    [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21, 23, 25,
      26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49],
  ],
  L: [
    [7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28, 28, 28, 30, 30,
      26, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30],
    [1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8, 8, 9, 9, 10, 12, 12, 12, 13, 14,
      15, 16, 17, 18, 19, 19, 20, 21, 22, 24, 25],
  ],
  H: [
    [17, 28, 22, 16, 22, 28, 26, 26, 24, 28, 24, 28, 22, 24, 24, 30, 28, 28, 26, 28, 30, 24, 30,
      30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30],
    [1, 1, 2, 4, 4, 4, 5, 6, 8, 8, 11, 11, 16, 16, 18, 16, 19, 21, 25, 25, 25, 34, 30, 32, 35, 37,
      40, 42, 45, 48, 51, 54, 57, 60, 63, 66, 70, 74, 77, 81],
  ],
  Q: [
    [13, 22, 18, 26, 18, 24, 18, 22, 20, 24, 28, 26, 24, 20, 30, 24, 28, 28, 26, 30, 28, 30, 30,
      30, 30, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30],
    [1, 1, 2, 2, 4, 4, 6, 6, 8, 8, 8, 10, 12, 16, 12, 17, 16, 18, 21, 20, 23, 23, 25, 27, 29, 34,
      34, 35, 38, 40, 43, 45, 48, 51, 53, 56, 59, 62, 65, 68],
  ],
};
const LEVELS = ['M', 'L', 'H', 'Q'];

const MASKS = [
  (u, v) => (u + v) % 2 === 0,
  (u, v) => v % 2 === 0,
  (u) => u % 3 === 0,
  (u, v) => (u + v) % 3 === 0,
  (u, v) => (Math.floor(u / 3) + Math.floor(v / 2)) % 2 === 0,
  (u, v) => u * v % 2 + u * v % 3 === 0,
  (u, v) => (u * v % 2 + u * v % 3) % 2 === 0,
  (u, v) => ((u + v) % 2 + u * v % 3) % 2 === 0,
];

// The level of mending and the mask. They stand twice, and mend by themselves.
function formatOf(modules) {
  const size = modules.length;
  const one = [];
  const two = [];
  for (let bit = 14; bit >= 0; bit -= 1) {
    if (bit > 8) {
      one.push(modules[8][14 - bit]);
    } else {
      one.push(bit === 8 ? modules[8][7] : modules[bit < 6 ? bit : bit + 1][8]);
    }
    two.push(bit < 8 ? modules[8][size - 1 - bit] : modules[size - 15 + bit][8]);
  }
  let best = null;
  for (let data = 0; data < 32; data += 1) {
    let rest = data << 10;
    for (let bit = 14; bit > 9; bit -= 1) {
      rest ^= rest >> bit & 1 ? 0x537 << bit - 10 : 0;
    }
    const wanted = (data << 10 | rest) ^ 0x5412;
    for (const read of [one, two]) {
      const wrong = read.filter((dark, at) => dark !== Boolean(wanted >> 14 - at & 1)).length;
      if (!best || wrong < best.wrong) {
        best = {wrong, level: LEVELS[data >> 3], mask: MASKS[data & 7]};
      }
    }
  }
  return best.wrong < 4 ? best : null;
}

// Whether a module is part of a pattern and not of what is said.
function patternsOf(size) {
  const along = squaresAlong(size);
  const far = size - 7;
  return (u, v) => {
    if (u === 6 || v === 6 || u < 9 && v < 9 || u < 9 && v > size - 9 || u > size - 9 && v < 9) {
      return true;
    }
    if (size > 41 && (u < 6 && v > size - 12 || v < 6 && u > size - 12)) {
      return true;
    }
    const row = along.find((each) => Math.abs(each - v) < 3);
    const column = along.find((each) => Math.abs(each - u) < 3);
    return row !== undefined && column !== undefined
      && !(row === 6 && column === 6 || row === 6 && column === far || row === far && column === 6);
  };
}

function bytesIn(modules, mask) {
  const size = modules.length;
  const isPattern = patternsOf(size);
  const bytes = [];
  let [held, bits] = [0, 0];
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) {
      right = 5;
    }
    for (let at = 0; at < size; at += 1) {
      const v = right + 1 & 2 ? at : size - 1 - at;
      for (const u of [right, right - 1]) {
        if (!isPattern(u, v)) {
          held = held << 1 | (modules[v][u] !== mask(u, v) ? 1 : 0);
          bits += 1;
          if (bits === 8) {
            bytes.push(held);
            [held, bits] = [0, 0];
          }
        }
      }
    }
  }
  return bytes;
}

// What the blocks say, each mended; null where one cannot be.
function mended(bytes, version, level) {
  const [mending, count] = BLOCKS[level].map((table) => table[version - 1]);
  const shorter = count - bytes.length % count;
  const length = Math.floor(bytes.length / count) - mending;
  const blocks = Array.from({length: count}, () => []);
  let next = 0;
  for (let at = 0; at <= length; at += 1) {
    for (let block = at < length ? 0 : shorter; block < count; block += 1) {
      blocks[block].push(bytes[next]);
      next += 1;
    }
  }
  for (let at = 0; at < mending; at += 1) {
    for (const block of blocks) {
      block.push(bytes[next]);
      next += 1;
    }
  }
  const whole = [];
  for (const block of blocks) {
    if (!mend(block, mending)) {
      return null;
    }
    whole.push(...block.slice(0, -mending));
  }
  return whole;
}

// The text of the segments; null where they are of a kind that no certificate has.
function textOf(bytes, version) {
  const signs = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
  let at = 0;
  const take = (count) => {
    let value = 0;
    for (let end = at + count; at < end; at += 1) {
      value = value << 1 | (bytes[at >> 3] >> 7 - at % 8 & 1);
    }
    return value;
  };
  const band = version < 10 ? 0 : version < 27 ? 1 : 2;
  const said = [];
  while (at + 4 <= bytes.length * 8) {
    const kind = take(4);
    if (kind === 0) {
      break;
    } else if (kind === 1) {
      let count = take([10, 12, 14][band]);
      for (; count > 0; count -= 3) {
        const digits = Math.min(count, 3);
        said.push(...String(take(digits * 3 + 1)).padStart(digits, '0'));
      }
    } else if (kind === 2) {
      let count = take([9, 11, 13][band]);
      for (; count > 1; count -= 2) {
        const pair = take(11);
        said.push(signs[Math.floor(pair / 45)], signs[pair % 45]);
      }
      said.push(...(count ? signs[take(6)] : ''));
    } else if (kind === 4) {
      for (let count = take([8, 16, 16][band]); count > 0; count -= 1) {
        said.push(take(8));
      }
    } else if (kind === 7) {
      take(take(1) ? (take(1) ? 22 : 14) : 7);
    } else {
      return null;
    }
  }
  const codes = said.map((each) => (typeof each === 'string' ? each.charCodeAt(0) : each));
  try {
    return new TextDecoder('utf-8', {fatal: true}).decode(Uint8Array.from(codes));
  } catch {
    // What the standard takes bytes for, and few writers still mean.
    return String.fromCharCode(...codes);
  }
}

// What this arrangement of modules says, or null.
function saidBy(modules) {
  const version = (modules.length - 17) / 4;
  const format = formatOf(modules);
  if (!format) {
    return null;
  }
  const bytes = mended(bytesIn(modules, format.mask), version, format.level);
  return bytes && textOf(bytes, version);
}

// What counts as dark beside its surroundings, and how much of the neighbours a blurred
// picture has mixed into each module.
const ATTEMPTS = [[0.97, 0], [0.9, 0], [1.02, 0], [1, 0.12], [0.95, 0.2], [1.03, 0.2]];

function darkModules(shades, share, blur) {
  const size = shades.length;
  return shades.map((row, v) => row.map((shade, u) => {
    if (!blur) {
      return shade < share;
    }
    const beside = [[u - 1, v], [u + 1, v], [u, v - 1], [u, v + 1]].reduce((sum, [a, b]) => (
      sum + (a < 0 || b < 0 || a >= size || b >= size ? 1.4 : shades[b][a])
    ), 0);
    return shade - blur * (beside - 4 * share) < share;
  }));
}

// The text of the first QR code in a picture of grey values, or null.
function readCode(grey, width, height) {
  const picture = sumsOf(grey, width, height);
  const side = Math.min(width, height);
  for (const radius of [side / 24, side / 60, side / 9].map(Math.round)) {
    const dark = darkPlaces(picture, Math.max(4, radius), 0.87);
    const isDark = (x, y) => (
      x >= 0 && y >= 0 && x < width && y < height && dark[Math.floor(y) * width + Math.floor(x)] === 1
    );
    for (const three of threesOf(cornersIn(dark, width, height))) {
      for (const size of sizesOf(three, isDark)) {
        const place = layOf(three, size, isDark);
        const shades = place ? shadesOf(picture, place, size) : null;
        for (const [share, blur] of place ? ATTEMPTS : []) {
          const said = saidBy(darkModules(shades, share, blur));
          if (said) {
            return said;
          }
        }
      }
    }
  }
  return null;
}
