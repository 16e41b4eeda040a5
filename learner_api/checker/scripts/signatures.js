// Ed25519 (RFC 8032) and SHA-2 (FIPS 180-4): by the browser where it can, and in plain
// whole numbers where it cannot. Nothing here is secret, so time tells nobody anything.
'use strict';

const SHA_2 = {
  256: {
    word: 32, rounds: 64, turns: [[2, 13, 22], [6, 11, 25]], mixes: [[7, 18, 3], [17, 19, 10]],
  },
  512: {
    word: 64, rounds: 80, turns: [[28, 34, 39], [14, 18, 41]], mixes: [[1, 8, 7], [19, 61, 6]],
  },
};

// The first primes; their roots are the constants of SHA-2.
function firstPrimes(count) {
  const primes = [];
  for (let number = 2; primes.length < count; number += 1) {
    if (primes.every((prime) => number % prime)) {
      primes.push(number);
    }
  }
  return primes;
}

// The greatest whole number whose power is no greater.
function wholeRoot(power, degree) {
  let root = 0n;
  for (let bit = 1n << 70n; bit; bit >>= 1n) {
    if ((root + bit) ** degree <= power) {
      root += bit;
    }
  }
  return root;
}

// The digest of some bytes by SHA-256 or SHA-512.
function plainDigest(bits, bytes) {
  const {word, rounds, turns, mixes} = SHA_2[bits];
  const width = BigInt(word);
  const mask = (1n << width) - 1n;
  const fraction = (prime, degree) => wholeRoot(BigInt(prime) << (width * degree), degree) & mask;
  const turn = (value, by) => (value >> BigInt(by) | value << (width - BigInt(by))) & mask;
  const turned = (value, [a, b, c]) => turn(value, a) ^ turn(value, b) ^ turn(value, c);
  const mixed = (value, [a, b, c]) => turn(value, a) ^ turn(value, b) ^ value >> BigInt(c);
  const primes = firstPrimes(rounds);
  const constants = primes.map((prime) => fraction(prime, 3n));
  let state = primes.slice(0, 8).map((prime) => fraction(prime, 2n));
  const block = word * 2;
  const padded = new Uint8Array(Math.ceil((bytes.length + 1 + word / 4) / block) * block);
  padded.set(bytes);
  padded[bytes.length] = 128;
  new DataView(padded.buffer).setUint32(padded.length - 4, bytes.length * 8);
  for (let start = 0; start < padded.length; start += block) {
    const words = [];
    for (let at = 0; at < rounds; at += 1) {
      if (at < 16) {
        const from = start + at * word / 8;
        words.push(bigEndian(padded.subarray(from, from + word / 8)));
      } else {
        words.push(words[at - 16] + mixed(words[at - 15], mixes[0]) + words[at - 7]
          + mixed(words[at - 2], mixes[1]) & mask);
      }
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let at = 0; at < rounds; at += 1) {
      const one = h + turned(e, turns[1]) + (e & f ^ (mask ^ e) & g) + constants[at] + words[at];
      const two = turned(a, turns[0]) + (a & b ^ a & c ^ b & c);
      [a, b, c, d, e, f, g, h] = [one + two & mask, a, b, c, d + one & mask, e, f, g];
    }
    state = [a, b, c, d, e, f, g, h].map((value, at) => value + state[at] & mask);
  }
  const hex = state.map((value) => value.toString(16).padStart(word / 4, '0')).join('');
  return Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
}

function bigEndian(bytes) {
  return bytes.reduce((whole, byte) => whole << 8n | BigInt(byte), 0n);
}

function littleEndian(bytes) {
  return bigEndian(Uint8Array.from(bytes).reverse());
}

const PRIME = (1n << 255n) - 19n;
const ORDER = (1n << 252n) + 27742317777372353535851937790883648493n;

function reduced(value) {
  const rest = value % PRIME;
  return rest < 0n ? rest + PRIME : rest;
}

function raised(base, exponent) {
  let result = 1n;
  for (let power = base; exponent; exponent >>= 1n) {
    if (exponent & 1n) {
      result = reduced(result * power);
    }
    power = reduced(power * power);
  }
  return result;
}

const CURVE = reduced(-121665n * raised(121666n, PRIME - 2n));
const ROOT_OF_MINUS_ONE = raised(2n, (PRIME - 1n) / 4n);

// Points are [x, y, z, t] with x/z, y/z on the curve and xy = zt.
function added(one, two) {
  const a = reduced(one[0] * two[0]);
  const b = reduced(one[1] * two[1]);
  const c = reduced(one[3] * CURVE * two[3]);
  const d = reduced(one[2] * two[2]);
  const e = reduced((one[0] + one[1]) * (two[0] + two[1]) - a - b);
  const f = d - c;
  const g = d + c;
  const h = b + a;
  return [reduced(e * f), reduced(g * h), reduced(f * g), reduced(e * h)];
}

// The point that 32 bytes stand for, or null where they stand for none.
function pointOf(bytes) {
  const packed = littleEndian(bytes);
  const y = packed & (1n << 255n) - 1n;
  if (y >= PRIME) {
    return null;
  }
  const square = y * y;
  const wanted = reduced((square - 1n) * raised(reduced(CURVE * square + 1n), PRIME - 2n));
  let x = raised(wanted, (PRIME + 3n) / 8n);
  if (reduced(x * x) !== wanted) {
    x = reduced(x * ROOT_OF_MINUS_ONE);
  }
  const odd = packed >> 255n;
  if (reduced(x * x) !== wanted || !x && odd) {
    return null;
  }
  if ((x & 1n) !== odd) {
    x = PRIME - x;
  }
  return [x, y, 1n, reduced(x * y)];
}

function bytesOf([x, y, z]) {
  const inverse = raised(z, PRIME - 2n);
  const packed = reduced(y * inverse) | (reduced(x * inverse) & 1n) << 255n;
  return Uint8Array.from({length: 32}, (_, at) => Number(packed >> BigInt(at * 8) & 255n));
}

const BASE = pointOf(Uint8Array.from({length: 32}, (_, at) => at ? 0x66 : 0x58));

// Whether this key signed this message.
function plainlyVerifies(key, signature, message) {
  const point = pointOf(key);
  const scalar = littleEndian(signature.subarray(32));
  if (!point || scalar >= ORDER) {
    return false;
  }
  const hashed = new Uint8Array(64 + message.length);
  hashed.set(signature.subarray(0, 32));
  hashed.set(key, 32);
  hashed.set(message, 64);
  const challenge = littleEndian(plainDigest(512, hashed)) % ORDER;
  const negative = [reduced(-point[0]), point[1], 1n, reduced(-point[3])];
  const both = added(BASE, negative);
  let sum = [0n, 1n, 1n, 0n];
  for (let bit = 253n; bit >= 0n; bit -= 1n) {
    sum = added(sum, sum);
    const inScalar = scalar >> bit & 1n;
    const inChallenge = challenge >> bit & 1n;
    if (inScalar || inChallenge) {
      sum = added(sum, inScalar ? inChallenge ? both : BASE : negative);
    }
  }
  return bytesOf(sum).every((byte, at) => byte === signature[at]);
}

// As above, by the browser if it knows Ed25519.
async function verifies(key, signature, message) {
  try {
    const known = await crypto.subtle.importKey('raw', key, {name: 'Ed25519'}, false, ['verify']);
    return await crypto.subtle.verify({name: 'Ed25519'}, known, signature, message);
  } catch {
    return plainlyVerifies(key, signature, message);
  }
}

async function sha256(bytes) {
  try {
    return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  } catch {
    return plainDigest(256, bytes);
  }
}
