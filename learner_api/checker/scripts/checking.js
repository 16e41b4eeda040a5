// What a text is: a payload that its issuer signed, an altered one, a number, or nothing.
'use strict';

let asked = null;

function offerOnline(number, claims) {
  asked = {number, claims};
  element('online').hidden = false;
}

async function check(text) {
  const parts = payloadParts(text);
  const number = parts ? null : numberIn(text.trim());
  if (number) {
    say('open', words.numberAlone, [filled(words.numberAloneMeans, {number})]);
    offerOnline(number, null);
  } else if (!parts) {
    say('bad', words.unreadable, [words.unreadableMeans]);
  } else {
    await checkParts(parts);
  }
  element('verdict').focus();
  element('result').scrollIntoView({block: 'start'});
}

// Each part of the later pages stands in the file once; pages name them by their places.
function knownPage(digest) {
  const {pages, parts} = facts.laterPages;
  if (!pages[digest]) { return null; }
  const [edition, objectives, rule, modules] = pages[digest];
  return {
    edition: parts[edition],
    objectives: parts[objectives],
    rule: parts[rule],
    modules: modules.map((place) => parts[place]),
  };
}

async function checkParts(parts) {
  const key = facts.keys.find(({kid}) => kid === parts.kid);
  if (!key) {
    say('bad', words.unknownIssuer, [filled(words.unknownIssuerMeans, {kid: parts.kid})]);
    return;
  }
  if (!await verifies(bytesOf64(key.public), parts.signature, parts.message)) {
    say('bad', words.altered, [words.alteredMeans]);
    return;
  }
  const claims = payloadClaims(parts.body);
  if (!claims) {
    say('bad', words.unreadable, [words.newerMeans]);
    return;
  }
  if (parts.address && parts.address !== claims.verify_url) {
    say('bad', words.altered, [
      filled(words.addressMeans, {read: parts.address, signed: claims.verify_url}),
    ]);
    return;
  }
  // From that day on, as the register has it.
  if (claims.valid_until && claims.valid_until < today()) {
    const until = longDate(claims.valid_until);
    say('open', words.expired, [filled(words.expiredMeans, {until}), words.validMeans]);
  } else {
    say('good', filled(words.valid, {issuer: claims.issuer_name}), [words.validMeans]);
  }
  show(claims);
  const page = knownPage(hexOf(claims.second_page));
  showLater(page, page ? 'here' : 'elsewhere');
  offerOnline(claims.number, claims);
}
