// From three corners to modules: how large the code is, how it lies, and what is dark.
'use strict';

// The projection through pairs of [x, y] in modules and [x, y] in the picture, by least
// squares; six pairs or more are smoothed, four are met exactly.
function projectionOf(pairs) {
  const rows = Array.from({length: 8}, () => new Array(9).fill(0));
  for (const [[u, v], [x, y]] of pairs) {
    for (const line of [
      [u, v, 1, 0, 0, 0, -u * x, -v * x, x],
      [0, 0, 0, u, v, 1, -u * y, -v * y, y],
    ]) {
      for (let row = 0; row < 8; row += 1) {
        for (let column = 0; column < 9; column += 1) {
          rows[row][column] += line[row] * line[column];
        }
      }
    }
  }
  const found = solved(rows);
  if (!found) {
    return null;
  }
  const [a, b, c, d, e, f, g, h] = found;
  return (u, v) => {
    const depth = g * u + h * v + 1;
    return [(a * u + b * v + c) / depth, (d * u + e * v + f) / depth];
  };
}

function solved(rows) {
  const size = rows.length;
  for (let column = 0; column < size; column += 1) {
    let best = column;
    for (let row = column + 1; row < size; row += 1) {
      if (Math.abs(rows[row][column]) > Math.abs(rows[best][column])) {
        best = row;
      }
    }
    [rows[column], rows[best]] = [rows[best], rows[column]];
    if (Math.abs(rows[column][column]) < 1e-9) {
      return null;
    }
    for (let row = 0; row < size; row += 1) {
      if (row !== column) {
        const share = rows[row][column] / rows[column][column];
        for (let at = column; at <= size; at += 1) {
          rows[row][at] -= share * rows[column][at];
        }
      }
    }
  }
  return rows.map((row, at) => row[size] / row[at]);
}

// A fourth corner as if the paper lay flat and straight.
function flatPairs({topLeft, topRight, bottomLeft}, size) {
  const far = size - 3.5;
  const fourth = [
    topRight.x + bottomLeft.x - topLeft.x, topRight.y + bottomLeft.y - topLeft.y,
  ];
  return [
    [[3.5, 3.5], [topLeft.x, topLeft.y]],
    [[far, 3.5], [topRight.x, topRight.y]],
    [[3.5, far], [bottomLeft.x, bottomLeft.y]],
    [[far, far], fourth],
  ];
}

// The sizes that the two dotted lines between the corners agree with, the best first.
function sizesOf(three, isDark) {
  const reach = Math.max(
    Math.hypot(three.topRight.x - three.topLeft.x, three.topRight.y - three.topLeft.y),
    Math.hypot(three.bottomLeft.x - three.topLeft.x, three.bottomLeft.y - three.topLeft.y),
  );
  const about = reach / three.unit + 7;
  const sizes = [];
  for (let size = 21; size <= 177; size += 4) {
    if (size > about * 0.7 - 4 && size < about * 1.5 + 4) {
      const place = projectionOf(flatPairs(three, size));
      const along = dotsAgreeing(size, (at, off) => isDark(...place(at, 6.5 + off)));
      const down = dotsAgreeing(size, (at, off) => isDark(...place(6.5 + off, at)));
      const agreeing = along + down;
      sizes.push({size, share: agreeing / (2 * (size - 16))});
    }
  }
  sizes.sort((one, two) => two.share - one.share);
  return sizes.slice(0, 3).filter(({share}) => share > 0.65).map(({size}) => size);
}

// How many dots of a dotted line are as they should be, on paper that may bow a little.
function dotsAgreeing(size, isDarkAt) {
  const counts = [0, -0.7, 0.7, -1.5, 1.5, -2.5, 2.5].map((bow) => {
    let agreeing = 0;
    for (let at = 8; at < size - 8; at += 1) {
      const way = (at - 3) / (size - 7);
      agreeing += isDarkAt(at + 0.5, bow * 4 * way * (1 - way)) === (at % 2 === 0) ? 1 : 0;
    }
    return agreeing;
  });
  return Math.max(...counts);
}

// Where the middles of the small squares are, along either side.
function squaresAlong(size) {
  const version = (size - 17) / 4;
  if (version < 2) {
    return [];
  }
  const count = Math.floor(version / 7) + 2;
  const step = version === 32 ? 26 : Math.ceil((size - 13) / (count * 2 - 2)) * 2;
  const along = Array.from({length: count - 1}, (_, at) => size - 7 - at * step);
  return [...along, 6].reverse();
}

// Where the small square about this place of the code is in the picture, or null.
function squareNear(place, u, v, reach, isDark) {
  const [x, y] = place(u, v);
  const [rightX, rightY] = place(u + 1, v);
  const [downX, downY] = place(u, v + 1);
  const right = [rightX - x, rightY - y];
  const down = [downX - x, downY - y];
  const unit = (Math.hypot(...right) + Math.hypot(...down)) / 2;
  const step = Math.max(0.5, unit / 5);
  const most = Math.ceil(reach * unit / step);
  let best = 20;
  let found = [];
  for (let j = -most; j <= most; j += 1) {
    for (let i = -most; i <= most; i += 1) {
      const [middleX, middleY] = [x + i * step, y + j * step];
      let agreeing = 0;
      for (let b = -2; b <= 2; b += 1) {
        for (let a = -2; a <= 2; a += 1) {
          const wanted = Math.max(Math.abs(a), Math.abs(b)) !== 1;
          const dark = isDark(
            middleX + a * right[0] + b * down[0], middleY + a * right[1] + b * down[1],
          );
          agreeing += dark === wanted ? 1 : 0;
        }
      }
      if (agreeing > best) {
        best = agreeing;
        found = [];
      }
      if (agreeing === best) {
        found.push([middleX, middleY]);
      }
    }
  }
  if (best < 21 || !found.length) {
    return null;
  }
  const mean = (at) => found.reduce((sum, each) => sum + each[at], 0) / found.length;
  return [mean(0), mean(1)];
}

// How the code lies: through its corners and every small square that is found. What the
// projection leaves over, where paper bends, is shared out among the nearest.
function layOf(three, size, isDark) {
  const flat = flatPairs(three, size);
  let pairs = flat;
  const along = squaresAlong(size);
  const far = size - 6.5;
  const last = along.length
    && squareNear(projectionOf(flat), far, far, Math.max(4, size / 14), isDark);
  if (last) {
    pairs = [...flat.slice(0, 3), [[far, far], last]];
  }
  const place = projectionOf(pairs);
  if (!place) {
    return null;
  }
  for (const [u, v] of squaresLeft(along, last ? far : 0)) {
    // What was found so far tells where to look next, since paper bends slowly.
    const found = squareNear(bent(place, pairs), u, v, 2.4, isDark);
    if (found) {
      pairs = [...pairs, [[u, v], found]];
    }
  }
  return bent(projectionOf(pairs) || place, pairs);
}

// The middles of the small squares beside the one that is known, from the edges inwards.
function squaresLeft(along, known) {
  const end = along[along.length - 1];
  const left = [];
  for (const v of along) {
    for (const u of along) {
      const isCorner = u === 6 && v === 6 || u === 6 && v === end || u === end && v === 6;
      if (!isCorner && !(u + 0.5 === known && v + 0.5 === known)) {
        left.push([u + 0.5, v + 0.5]);
      }
    }
  }
  const inwards = ([u, v]) => Math.min(u, v, end - u, end - v);
  return left.sort((one, two) => inwards(one) - inwards(two));
}

function bent(place, pairs) {
  const rests = pairs.map(([[u, v], [x, y]]) => {
    const [px, py] = place(u, v);
    return [u, v, x - px, y - py];
  });
  return (u, v) => {
    let [sumX, sumY, sum] = [0, 0, 0];
    for (const [ru, rv, dx, dy] of rests) {
      const weight = 1 / ((u - ru) ** 2 + (v - rv) ** 2 + 4) ** 2;
      sumX += dx * weight;
      sumY += dy * weight;
      sum += weight;
    }
    const [x, y] = place(u, v);
    return [x + sumX / sum, y + sumY / sum];
  };
}

// How dark each module is beside what lies about it, in rows: 1 is as grey as the mean.
function shadesOf(picture, place, size) {
  const [x, y] = place(size / 2, size / 2);
  const [besideX, besideY] = place(size / 2 + 1, size / 2);
  const radius = Math.max(3, Math.round(Math.hypot(besideX - x, besideY - y) * 5));
  return Array.from({length: size}, (_, v) => Array.from({length: size}, (__, u) => {
    const [px, py] = place(u + 0.5, v + 0.5);
    const [rightX, rightY] = place(u + 0.72, v + 0.5);
    const [right, down] = [rightX - px, rightY - py];
    const sum = greyAt(picture, px, py) * 2
      + greyAt(picture, px + right, py + down) + greyAt(picture, px - right, py - down)
      + greyAt(picture, px - down, py + right) + greyAt(picture, px + down, py - right);
    return sum / 6 / (meanAbout(picture, Math.floor(px), Math.floor(py), radius) || 1);
  }));
}

// The grey between four places. Places are counted from the middle of the first.
function greyAt({grey, width, height}, x, y) {
  const left = Math.min(Math.max(x - 0.5, 0), width - 1.001);
  const top = Math.min(Math.max(y - 0.5, 0), height - 1.001);
  const [column, row] = [Math.floor(left), Math.floor(top)];
  const [right, down] = [left - column, top - row];
  const at = row * width + column;
  return grey[at] * (1 - right) * (1 - down) + grey[at + 1] * right * (1 - down)
    + grey[at + width] * (1 - right) * down + grey[at + width + 1] * right * down;
}
