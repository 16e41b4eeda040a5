// Mending what a scan has damaged: Reed-Solomon blocks as QR codes have them.
'use strict';

const POWERS = [];
const LOGARITHMS = [];
for (let power = 0, value = 1; power < 255; power += 1) {
  POWERS[power] = value;
  POWERS[power + 255] = value;
  LOGARITHMS[value] = power;
  value = value << 1 ^ (value > 127 ? 0x11d : 0);
}

function times(one, two) {
  return one && two ? POWERS[LOGARITHMS[one] + LOGARITHMS[two]] : 0;
}

function valueAt(terms, power) {
  // The first term stands alone, each further one with one power more.
  return terms.reduce((sum, term, at) => sum ^ times(term, POWERS[power * at % 255]), 0);
}

// Mend a Reed-Solomon block where it lies (Berlekamp-Massey, Forney). False if it has
// more faults than can be mended.
function mend(block, mending) {
  const last = block.length - 1;
  const backwards = [...block].reverse();
  const syndromes = Array.from({length: mending}, (_, power) => valueAt(backwards, power));
  if (syndromes.every((each) => each === 0)) {
    return true;
  }
  const locator = locatorOf(syndromes);
  const faults = locator.length - 1;
  const evaluator = Array.from({length: mending}, (_, at) => (
    locator.reduce((sum, term, k) => sum ^ (k <= at ? times(term, syndromes[at - k]) : 0), 0)
  ));
  const slope = locator.map((term, at) => (at % 2 ? term : 0)).slice(1);
  let found = 0;
  for (let place = 0; place <= last; place += 1) {
    const inverse = (255 - place) % 255;
    if (valueAt(locator, inverse) === 0) {
      const divisor = valueAt(slope, inverse);
      if (!divisor) {
        return false;
      }
      const share = times(valueAt(evaluator, inverse), POWERS[255 - LOGARITHMS[divisor]]);
      block[last - place] ^= times(share, POWERS[place]);
      found += 1;
    }
  }
  const again = [...block].reverse();
  return found === faults && syndromes.every((_, power) => valueAt(again, power) === 0);
}

function locatorOf(syndromes) {
  let [locator, before] = [[1], [1]];
  let [degree, gap, scale] = [0, 1, 1];
  syndromes.forEach((syndrome, at) => {
    let rest = syndrome;
    for (let k = 1; k <= degree; k += 1) {
      rest ^= times(locator[k] || 0, syndromes[at - k]);
    }
    if (!rest) {
      gap += 1;
      return;
    }
    const share = times(rest, POWERS[255 - LOGARITHMS[scale]]);
    const shifted = [...new Array(gap).fill(0), ...before];
    const length = Math.max(locator.length, shifted.length);
    const next = Array.from({length}, (_, k) => (locator[k] || 0) ^ times(share, shifted[k] || 0));
    if (2 * degree <= at) {
      [before, scale, degree, gap] = [locator, rest, at + 1 - degree, 1];
    } else {
      gap += 1;
    }
    locator = next;
  });
  return locator.slice(0, degree + 1);
}
