// Pieces that several views show.

import { h, s } from './dom.js';
import * as format from './format.js';

/** A figure with its name. */
export const figure = (name, value, mood = '') =>
  h('div', { class: `figure ${mood}` }, h('dt', {}, name), h('dd', {}, value));

/** The golden signals. */
export function figures(signals) {
  return h(
    'dl', { class: 'figures' },
    figure('Rate', format.rate(signals.perSecond)),
    figure('Errors', format.percent(signals.errorRatio), signals.errorRatio > 0 ? format.mood(signals) : ''),
    figure('Refused', format.percent(signals.refusedRatio), signals.refusedRatio >= 0.05 ? 'warn' : ''),
    figure('p50', format.millis(signals.p50)),
    figure('p90', format.millis(signals.p90)),
    figure('p99', format.millis(signals.p99)),
  );
}

/** Facts in two columns; empty ones are left out. */
export function facts(pairs) {
  return h(
    'dl', { class: 'facts' },
    pairs
      .filter(([, value]) => value !== '' && value !== null && value !== undefined)
      .map(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]),
  );
}

/** A status as a chip that says more than its colour. */
export function chip(call) {
  const text = call.protocol === 'tcp' ? 'TCP' : call.code === 0 ? 'none' : call.code;
  const mood = call.failed ? 'bad' : call.refused ? 'warn' : 'ok';
  const word = call.failed ? 'failed' : call.refused ? 'refused' : 'good';
  return h('span', { class: `chip ${mood}` }, String(text), h('span', { class: 'sr' }, `, ${word}`));
}

/** Codes of responses as one bar. */
export function codes(signals) {
  const parts = [
    ['2xx', signals.codes.c1xx + signals.codes.c2xx + signals.codes.c3xx, 'ok', '1xx to 3xx'],
    ['4xx', signals.codes.c4xx, 'warn', '4xx'],
    ['5xx', signals.codes.c5xx, 'bad', '5xx'],
    ['none', signals.codes.none, 'bad', 'no response'],
  ].filter(([, n]) => n > 0);
  const total = parts.reduce((sum, [, n]) => sum + n, 0);
  if (total === 0) return null;
  let at = 0;
  const bars = parts.map(([, n, mood]) => {
    const bar = s('rect', { class: `fill-${mood}`, x: (at / total) * 100, width: Math.max(0.8, (n / total) * 100), height: 8 });
    at += n;
    return bar;
  });
  return h(
    'div', { class: 'codes' },
    s('svg', { viewBox: '0 0 100 8', preserveAspectRatio: 'none', 'aria-hidden': 'true' }, bars),
    h('p', {}, parts.map(([, n, , name]) => `${name}: ${format.count(n)}`).join(' · ')),
  );
}

/** A table whose cells know their column, so that it can be a list on a narrow screen. */
export function table(caption, columns, rows, onRow, kind = '') {
  return h(
    'table', { class: kind },
    h('caption', { class: 'sr' }, caption),
    h('thead', {}, h('tr', {}, columns.map((name) => h('th', { scope: 'col' }, name)))),
    h(
      'tbody', {},
      rows.map((row) => h(
        'tr', { class: onRow ? 'link' : '', onclick: onRow ? () => onRow(row.key) : undefined },
        row.cells.map((cell, i) => h('td', { 'data-column': columns[i] }, cell)),
      )),
    ),
  );
}

/** What to do while there is nothing to show. */
export function empty() {
  return h(
    'section', { class: 'empty' },
    s(
      'svg', { viewBox: '0 0 220 90', width: 220, height: 90, 'aria-hidden': 'true' },
      s('path', { class: 'ghost-line', d: 'M60 45C90 45 90 22 130 22M60 45C90 45 90 68 130 68' }),
      s('rect', { class: 'ghost', x: 8, y: 32, width: 52, height: 26, rx: 6 }),
      s('rect', { class: 'ghost', x: 130, y: 9, width: 52, height: 26, rx: 6 }),
      s('rect', { class: 'ghost', x: 130, y: 55, width: 52, height: 26, rx: 6 }),
    ),
    h('h1', {}, 'No calls yet'),
    h('p', {}, 'This page draws itself from the access logs of proxies, as soon as a request goes through one.'),
    h(
      'ol', {},
      h('li', {}, 'Start the mesh with its demo: ', h('code', {}, './mesh up')),
      h('li', {}, 'Send a request with the ', h('code', {}, 'curl'), ' that it prints.'),
      h('li', {}, 'A proxy of your own sends its access log (',
        h('code', {}, 'envoy.access_loggers.http_grpc'), ') to the gRPC port of this app, 9091; Pilot does it for all with ',
        h('code', {}, 'mesh.pilot.extension-providers'), ' and ', h('code', {}, 'mesh.pilot.default-providers'), '.'),
    ),
    h('p', { class: 'muted' }, 'Calls that are older than the time window are not shown: try a longer one above.'),
  );
}

/** A sentence about what went wrong. */
export const fault = (error) => h('p', { class: 'notice', role: 'alert' }, `This did not work: ${error.message}`);
