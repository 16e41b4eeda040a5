// Puts credentials before verifiers of other people's, and says what each answered.
//
// Everything comes in on standard input and nothing is fetched: an address that was not
// handed over is refused.

import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import * as vc from '@digitalbazaar/vc';
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';
import {createLocalJWKSet, jwtVerify} from 'jose';
import {text} from 'node:stream/consumers';

const asked = JSON.parse(await text(process.stdin));
const now = new Date(asked.now);

const documentLoader = async address => {
  if (!(address in asked.documents)) {
    throw new Error(`Nothing was handed over for ${address}`);
  }
  return {contextUrl: null, documentUrl: address, document: asked.documents[address]};
};

async function proof(credential) {
  const suite = new DataIntegrityProof({cryptosuite});
  const options = {credential, suite, documentLoader, now};
  if (credential.credentialStatus) {
    options.checkStatus = given => checkStatus({
      ...given, documentLoader, suite: new DataIntegrityProof({cryptosuite}),
      verifyBitstringStatusListCredential: true, verifyMatchingIssuers: true,
    });
  }
  const {verified, error, statusResult} = await vc.verifyCredential(options);
  // That the lists were verified is one thing, what they say of this one another.
  const bits = (statusResult?.results ?? []).filter(({status}) => status);
  const set = bits.map(({credentialStatus}) => credentialStatus.statusPurpose);
  return {verified, set, said: error ? String(error.errors ?? error) : ''};
}

async function token(given) {
  try {
    const {payload} = await jwtVerify(given, createLocalJWKSet(asked.keys), {
      issuer: asked.issuer, currentDate: now,
    });
    return {verified: true, said: payload.jti};
  } catch (error) {
    return {verified: false, said: String(error)};
  }
}

const answers = [];
for (const given of asked.given) {
  const ask = typeof given === 'string' ? token : proof;
  answers.push(await ask(given).catch(
    error => ({verified: false, said: String(error)})));
}
process.stdout.write(JSON.stringify(answers));
