// Recent requests, and why one of them ended as it did.

import { get } from './api.js';
import { h } from './dom.js';
import * as format from './format.js';
import { chip, empty, facts, fault, table } from './parts.js';

const endName = (end) => {
  if (end.kind === 'ingress') return 'Clients';
  if (end.kind === 'unknown') return 'Unknown';
  return [end.service, end.version].filter(Boolean).join(' ');
};

/** A list of calls; each leads to its explanation. */
export function list(calls) {
  return table(
    'Requests, the newest first',
    ['Time', 'Status', 'Request', 'From', 'To', 'Flags', 'Took'],
    calls.toSorted((a, b) => b.at - a.at).map((call) => ({
      key: call.id,
      cells: [
        format.clock(call.at),
        chip(call),
        h('a', { href: `#/requests/${call.id}` }, call.protocol === 'tcp' ? `TCP to ${call.upstream || call.service}` : `${call.method} ${call.path || '/'}`),
        [endName(call.source), h('span', { class: 'after' }, ` → ${endName(call.destination)}`, call.flags === '-' ? '' : h('code', {}, call.flags))],
        endName(call.destination),
        call.flags === '-' ? '–' : h('code', {}, call.flags),
        format.millis(call.millis),
      ],
    })),
    (id) => { location.hash = `#/requests/${id}`; },
    'calls',
  );
}

let chosen = { service: '', status: '' };

export function requests() {
  const results = h('div', { class: 'card' });
  const service = h('input', { type: 'search', id: 'service', placeholder: 'all services', value: chosen.service, autocomplete: 'off', spellcheck: 'false' });
  const status = h(
    'select', { id: 'status' },
    [['', 'any status'], ['failed', 'failed'], ['refused', 'refused (4xx)'], ['2xx', '2xx'], ['3xx', '3xx'], ['4xx', '4xx'], ['5xx', '5xx'], ['0', 'no response']]
      .map(([value, name]) => h('option', { value, selected: value === chosen.status }, name)),
  );
  const pause = h('button', { type: 'button', class: 'button', 'aria-pressed': 'false' }, 'Pause');
  let isPaused = false;
  async function load() {
    chosen = { service: service.value.trim(), status: status.value };
    const query = new URLSearchParams({ ...chosen, limit: 100 });
    try {
      const calls = await get(`requests?${query}`);
      const isAll = chosen.service === '' && chosen.status === '';
      results.replaceChildren(
        calls.length ? list(calls) : isAll ? empty() : h('p', { class: 'muted' }, 'No request that is kept fits. Failed and refused ones are kept longer than good ones.'),
      );
    } catch (error) {
      results.replaceChildren(fault(error));
    }
  }
  pause.addEventListener('click', () => {
    isPaused = !isPaused;
    pause.setAttribute('aria-pressed', String(isPaused));
    pause.textContent = isPaused ? 'Go on' : 'Pause';
    if (!isPaused) load();
  });
  service.addEventListener('input', load);
  status.addEventListener('change', load);
  load();
  return {
    name: 'requests',
    title: 'Requests',
    element: h(
      'div', { class: 'page' },
      h('h1', {}, 'Recent requests'),
      h('div', { class: 'filters' },
        h('label', { for: 'service' }, 'Service ', service),
        h('label', { for: 'status' }, 'Status ', status),
        pause),
      results,
    ),
    update() {
      if (!isPaused && !results.contains(document.activeElement) && !results.matches(':hover')) load();
    },
  };
}

export function request(app, id) {
  const body = h('div', { class: 'page' });
  async function load() {
    try {
      const found = await get(`requests/${encodeURIComponent(id)}`);
      body.replaceChildren(...explained(found));
    } catch (error) {
      body.replaceChildren(crumbs(), h('h1', {}, 'Request'), fault(error));
    }
  }
  load();
  return { name: 'requests', title: 'Request', element: body };
}

const crumbs = () => h('p', { class: 'crumbs' }, h('a', { href: '#/requests' }, 'Requests'));

function explained({ request: call, why, hops }) {
  const mood = call.failed ? 'bad' : call.refused ? 'warn' : 'ok';
  return [
    crumbs(),
    h('h1', { class: 'request' }, chip(call), ' ', call.protocol === 'tcp' ? 'TCP connection' : `${call.method} ${call.path}`),
    h(
      'section', { class: `card why ${mood}` },
      h('h2', {}, 'Why this status?'),
      h('p', { class: 'summary' }, why.summary),
      why.reasons.map((reason) => h(
        'article', {},
        h('h3', {}, reason.title, ' ', h('code', {}, reason.word)),
        h('p', {}, reason.meaning),
        h('p', { class: 'advice' }, h('strong', {}, 'What to do: '), reason.advice),
      )),
    ),
    hops.length > 1
      ? h('section', { class: 'card' }, h('h2', {}, 'The same request as other proxies saw it'), list(hops.filter((hop) => hop.id !== call.id)))
      : null,
    h('section', { class: 'card' }, h('h2', {}, 'Facts'), facts([
      ['Time', `${new Date(call.at).toLocaleString('en-GB', { hour12: false })}`],
      ['Took', format.millis(call.millis)],
      ['From', `${endName(call.source)}${call.source.principal ? ` (${call.source.principal})` : ''}`],
      ['To', `${endName(call.destination)}${call.destination.principal ? ` (${call.destination.principal})` : ''}`],
      ['Reported by', call.reporter === 'destination' ? 'the proxy of the destination' : 'the proxy of the source'],
      ['Host', call.authority],
      ['Service', call.service === 'unknown' ? '' : call.service],
      ['Route', call.route],
      ['Sent to', call.upstream || 'nobody'],
      ['Attempts', call.attempts > 1 ? String(call.attempts) : ''],
      ['mTLS', call.reporter === 'destination' ? (call.mutualTls ? 'yes' : 'no') : ''],
      ['gRPC status', call.grpcStatus],
      ['Request', format.bytes(call.requestBytes)],
      ['Response', format.bytes(call.responseBytes)],
      ['Client', call.agent],
      ['x-request-id', call.requestId],
      ['Flags', call.flags === '-' ? 'none' : call.flags],
      ['Details', call.details],
    ])),
  ].filter(Boolean);
}
