// Finding a QR code (ISO/IEC 18004) in a picture of grey values: where its three
// corners are, however the paper lies.
'use strict';

// Sums over rectangles, so that the mean about any place is four look-ups.
function sumsOf(grey, width, height) {
  const sums = new Uint32Array((width + 1) * (height + 1));
  for (let y = 0; y < height; y += 1) {
    let row = 0;
    const above = y * (width + 1) + 1;
    const here = above + width + 1;
    for (let x = 0; x < width; x += 1) {
      row += grey[y * width + x];
      sums[here + x] = sums[above + x] + row;
    }
  }
  return {grey, width, height, sums};
}

function meanAbout({width, height, sums}, x, y, radius) {
  const left = Math.max(0, x - radius);
  const right = Math.min(width, x + radius + 1);
  const top = Math.max(0, y - radius);
  const bottom = Math.min(height, y + radius + 1);
  const line = width + 1;
  const sum = sums[bottom * line + right] - sums[top * line + right]
    - sums[bottom * line + left] + sums[top * line + left];
  return sum / ((right - left) * (bottom - top));
}

// What is clearly darker than the paper about it. One byte a place.
function darkPlaces(picture, radius, share) {
  const {grey, width, height} = picture;
  const dark = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = y * width + x;
      dark[at] = grey[at] < meanAbout(picture, x, y, radius) * share ? 1 : 0;
    }
  }
  return dark;
}

// The size of a module if five lengths are as 1:1:3:1:1, and 0 otherwise.
function moduleOf(runs) {
  const unit = runs.reduce((sum, run) => sum + run) / 7;
  const slack = unit * 0.65 + 0.5;
  const fits = runs.every((run, at) => (
    at === 2 ? Math.abs(run - 3 * unit) < slack * 2.2 : Math.abs(run - unit) < slack
  ));
  return fits && unit >= 1 ? unit : 0;
}

// The same across a place in a direction: its middle and its module, or null.
function crossing(dark, width, height, x, y, stepX, stepY, longest) {
  const runs = [0, 0, 0, 0, 0];
  const walk = (sign, places) => {
    let [px, py] = [x, y];
    if (sign > 0) {
      px += stepX;
      py += stepY;
    }
    let place = 0;
    while (px >= 0 && py >= 0 && px < width && py < height) {
      if (dark[py * width + px] !== (place % 2 ? 0 : 1)) {
        place += 1;
        if (place > 2) {
          return true;
        }
        continue;
      }
      runs[places[place]] += 1;
      if (runs[places[place]] > longest) {
        return false;
      }
      px += sign * stepX;
      py += sign * stepY;
    }
    return place === 2;
  };
  if (!walk(-1, [2, 1, 0])) {
    return null;
  }
  const before = runs[2];
  if (!walk(1, [2, 3, 4])) {
    return null;
  }
  const unit = moduleOf(runs);
  // From the edge of the place to the middle of the run that it is in.
  return unit ? {unit, shift: runs[2] / 2 - before + 1} : null;
}

// Every place that looks like the middle of a corner, the surest first.
function cornersIn(dark, width, height) {
  const corners = [];
  const step = Math.max(1, Math.floor(Math.min(width, height) / 900));
  for (let y = 0; y < height; y += step) {
    let runs = [0, 0, 0, 0, 0];
    let colour = 0;
    for (let x = 0; x <= width; x += 1) {
      const here = x < width ? dark[y * width + x] : 2;
      if (here === colour) {
        runs[4] += 1;
        continue;
      }
      if (colour === 1 && moduleOf(runs)) {
        noteCorner(corners, dark, width, height, x - runs[4] - runs[3] - runs[2] / 2, y, runs);
      }
      runs = [runs[1], runs[2], runs[3], runs[4], 1];
      colour = here;
    }
  }
  return corners.sort((one, two) => two.seen - one.seen).slice(0, 14);
}

function noteCorner(corners, dark, width, height, middle, y, runs) {
  const unit = moduleOf(runs);
  const longest = unit * 5;
  const column = Math.floor(middle);
  const down = crossing(dark, width, height, column, y, 0, 1, longest);
  if (!down || Math.abs(down.unit - unit) > unit * 0.5 + 0.5) {
    return;
  }
  const row = Math.floor(y + down.shift);
  const along = crossing(dark, width, height, column, row, 1, 0, longest);
  if (!along) {
    return;
  }
  const found = {
    x: column + along.shift, y: y + down.shift, unit: (along.unit + down.unit) / 2, seen: 1,
  };
  const near = corners.find((corner) => (
    Math.hypot(corner.x - found.x, corner.y - found.y) < corner.unit * 2
    && Math.abs(corner.unit - found.unit) < corner.unit * 0.5 + 0.5
  ));
  if (!near) {
    corners.push(found);
    return;
  }
  for (const name of ['x', 'y', 'unit']) {
    near[name] = (near[name] * near.seen + found[name]) / (near.seen + 1);
  }
  near.seen += 1;
}

// Threes that may be the corners of one code, the best first: top left, top right,
// bottom left.
function threesOf(corners) {
  const threes = [];
  const others = (at) => corners.filter((_, place) => place !== at);
  corners.forEach((corner, at) => {
    const rest = others(at);
    rest.forEach((one, place) => {
      for (const two of rest.slice(place + 1)) {
        const three = ordered(corner, one, two);
        if (three) {
          threes.push(three);
        }
      }
    });
  });
  return threes.sort((one, two) => one.worth - two.worth).slice(0, 12);
}

function ordered(corner, one, two) {
  const [ax, ay] = [one.x - corner.x, one.y - corner.y];
  const [bx, by] = [two.x - corner.x, two.y - corner.y];
  const [a, b] = [Math.hypot(ax, ay), Math.hypot(bx, by)];
  const unit = (corner.unit + one.unit + two.unit) / 3;
  const uneven = Math.abs(a - b) / Math.max(a, b);
  const slant = Math.abs(ax * bx + ay * by) / (a * b);
  const unlike = Math.max(corner.unit, one.unit, two.unit)
    / Math.min(corner.unit, one.unit, two.unit) - 1;
  if (uneven > 0.35 || slant > 0.4 || unlike > 0.6 || a < unit * 11 || a > unit * 230) {
    return null;
  }
  const seen = Math.min(corner.seen, one.seen, two.seen);
  const worth = uneven + slant + unlike / 2 + 1 / seen;
  return ax * by - ay * bx > 0
    ? {topLeft: corner, topRight: one, bottomLeft: two, unit, worth}
    : {topLeft: corner, topRight: two, bottomLeft: one, unit, worth};
}
