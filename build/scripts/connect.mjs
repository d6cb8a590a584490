// `npm run connect`: points every script of this user at the running Taffrail by the client's own files; `-- --undo`
// puts them back. Same act as the button on the connect page.
import process from 'node:process';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureDependencies } from './ensure.mjs';
import { defaultDataDir, runningHost } from './lib/host.mjs';
import { fail, say } from './lib/shell.mjs';
import http from 'node:http';

const options = { data: { type: 'string' }, undo: { type: 'boolean', default: false } };
const { data, undo } = parseArgs({ options }).values;
await ensureDependencies();
const dataDir = resolve(data ?? defaultDataDir());
const address = await runningHost(dataDir);
if (address === undefined) fail(`No Taffrail is running on ${dataDir}. Start it first: npm start`);

const answer = await new Promise((done) => {
  const request = http.request(`${address}/api/connect`, { method: undo ? 'DELETE' : 'POST' }, (response) => {
    let text = '';
    response.setEncoding('utf8').on('data', (chunk) => (text += chunk));
    response.on('end', () => done({ status: response.statusCode, text }));
  });
  request.on('error', (error) => done({ status: 0, text: error.message }));
  request.end();
});
if (answer.status !== 200) fail(`Taffrail refused: ${answer.text}`);
const state = JSON.parse(answer.text);
say(state.isConnected ? `Every script of this user now logs to ${address}.` : 'The client is as it was before.');
say(`  settings: ${state.settingsFile}\n  key:      ${state.netrcFile}`);
if (state.isConnected) say('Undo with: npm run connect -- --undo');
process.exit(0);
