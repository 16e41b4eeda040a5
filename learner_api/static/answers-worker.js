// Sends the answers that wait on this device when the line is back and no page is open.
// It does nothing else: pages are fetched as if it were not there.
'use strict';

importScripts('/static/waiting.js');

const sendForWhoeverIsSignedIn = async () => {
  const { status, told } = await waiting.ask('/api/v1/me');
  // Whoever signs in again finds the answers waiting; the page then sends them.
  if (status === 401) return;
  waiting.begin(told.uuid);
  await waiting.wake();
  const left = await waiting.list();
  // The browser asks again later.
  if (left.some(({ state }) => state === 'waiting')) throw new Error('waiting');
};

addEventListener('install', () => skipWaiting());
addEventListener('sync', (event) => {
  if (event.tag === 'answers') event.waitUntil(sendForWhoeverIsSignedIn());
});
