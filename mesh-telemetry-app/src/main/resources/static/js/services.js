// The list of services, and one of them in detail.

import { get } from './api.js';
import { h, s } from './dom.js';
import * as format from './format.js';
import { empty, fault, figures, table } from './parts.js';
import { list } from './requests.js';

const path = (namespace, name) => `services/${encodeURIComponent(namespace)}/${encodeURIComponent(name)}`;

/** Adds up the workloads of a service. */
function together(nodes) {
  const of = nodes.map((node) => node.incoming);
  const requests = of.reduce((sum, signals) => sum + signals.requests, 0);
  const mean = (key) => (requests ? of.reduce((sum, signals) => sum + signals[key] * signals.requests, 0) / requests : 0);
  const most = (key) => Math.max(0, ...of.map((signals) => signals[key]));
  return {
    requests,
    perSecond: of.reduce((sum, signals) => sum + signals.perSecond, 0),
    errorRatio: mean('errorRatio'),
    refusedRatio: mean('refusedRatio'),
    p50: most('p50'),
    p90: most('p90'),
    p99: most('p99'),
  };
}

const figureCells = (signals) => [
  format.rate(signals.perSecond),
  h('span', { class: `num ${format.mood(signals)}` }, format.trouble(signals) || 'none'),
  format.millis(signals.p50),
  format.millis(signals.p99),
];

export function services(app) {
  const body = h('div', { class: 'page' });
  async function load() {
    try {
      const found = await get(`services?window=${app.window}`);
      if (found.length === 0) {
        body.replaceChildren(empty());
        return;
      }
      body.replaceChildren(
        h('h1', {}, 'Services'),
        h('div', { class: 'card' }, table(
          'Services with their rate, errors and latency',
          ['Service', 'Namespace', 'Versions', 'Rate', 'Errors', 'p50', 'p99'],
          found.map((each) => ({
            key: path(each.namespace, each.name),
            cells: [
              h('a', { href: `#/${path(each.namespace, each.name)}` }, each.name),
              each.namespace,
              each.workloads.map((node) => node.version).filter(Boolean).join(', ') || '–',
              ...figureCells(together(each.workloads)),
            ],
          })),
          (key) => { location.hash = `#/${key}`; },
        )),
      );
    } catch (error) {
      body.replaceChildren(fault(error));
    }
  }
  load();
  return { name: 'services', title: 'Services', element: body, update: every(load), reload: load };
}

export function service(app, namespace, name) {
  const body = h('div', { class: 'page' });
  const recent = h('div', {});
  async function load() {
    try {
      const [found, calls] = await Promise.all([
        get(`${path(namespace, name)}?window=${app.window}`),
        get(`requests?service=${encodeURIComponent(`${namespace}/${name}`)}&limit=15`),
      ]);
      body.replaceChildren(
        h('p', { class: 'crumbs' }, h('a', { href: '#/services' }, 'Services'), ' / ', namespace),
        h('h1', {}, name),
        figures(together(found.workloads)),
        h('section', { class: 'card' }, h('h2', {}, 'Over time'), chart(found.timeline)),
        h('section', { class: 'card' }, h('h2', {}, 'Versions'), table(
          'Workloads of this service', ['Workload', 'Version', 'Rate', 'Errors', 'p50', 'p99'],
          found.workloads.map((node) => ({ cells: [node.name, node.version || '–', ...figureCells(node.incoming)] })),
        )),
        h(
          'div', { class: 'two' },
          edges('Called by', found.callers),
          edges('Calls', found.callees),
        ),
        h('section', { class: 'card' }, h('h2', {}, 'Recent requests'), calls.length ? list(calls) : h('p', { class: 'muted' }, 'None is kept any more.')),
      );
    } catch (error) {
      body.replaceChildren(h('p', { class: 'crumbs' }, h('a', { href: '#/services' }, 'Services')), h('h1', {}, name), fault(error), recent);
    }
  }
  load();
  return { name: 'services', title: name, element: body, update: every(load), reload: load };
}

function edges(title, found) {
  return h(
    'section', { class: 'card' }, h('h2', {}, title),
    found.length
      ? table(title, ['From', 'To', 'Rate', 'Errors', 'p99'], found.map((edge) => ({
        cells: [
          label(edge.source),
          label(edge.target),
          format.rate(edge.signals.perSecond),
          h('span', { class: `num ${format.mood(edge.signals)}` }, format.trouble(edge.signals) || 'none'),
          format.millis(edge.signals.p99),
        ],
      })))
      : h('p', { class: 'muted' }, 'Nobody in this window.'),
  );
}

// kind:namespace/name@version
function label(id) {
  const [, kind, name, version] = id.match(/^(\w+):.*?\/(.*)@(.*)$/) ?? [];
  if (kind === 'ingress') return 'Clients outside the mesh';
  if (kind === 'unknown') return 'Unknown';
  return `${name}${version === 'unknown' || name.endsWith(version) ? '' : ` ${version}`}`;
}

/** Bars of calls, the failed part of each in its own colour, and p99 as a line. */
function chart({ points, bucketSeconds }) {
  const width = 720;
  const height = 120;
  const most = Math.max(1, ...points.map((point) => point.requests));
  const slowest = Math.max(1, ...points.map((point) => point.p99));
  const step = width / points.length;
  const bars = points.map((point, i) => {
    const tall = (n) => (n / most) * height;
    const bad = point.failed;
    const warn = Math.min(point.refused, point.requests - bad);
    const good = point.requests - bad - warn;
    const bar = (mood, n, below) => s('rect', {
      class: `fill-${mood}`, x: i * step + 0.5, width: Math.max(1, step - 1.5), y: height - tall(below + n), height: tall(n),
    });
    return [n(good) && bar('calm', good, 0), n(warn) && bar('warn', warn, good), n(bad) && bar('bad', bad, good + warn)];
  });
  const line = points
    .map((point, i) => (point.requests ? `${(i + 0.5) * step},${height - (point.p99 / slowest) * (height - 6)}` : null))
    .filter(Boolean)
    .join(' ');
  const failed = points.reduce((sum, point) => sum + point.failed, 0);
  const all = points.reduce((sum, point) => sum + point.requests, 0);
  const text = `${format.count(all)} calls, ${format.count(failed)} failed; at most ${format.rate(most / bucketSeconds)}, p99 at most ${format.millis(slowest)}`;
  return h(
    'figure', { class: 'chart' },
    s('svg', { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none', role: 'img', 'aria-label': text }, bars.flat().filter(Boolean), s('polyline', { class: 'slow', points: line })),
    h('div', { class: 'axis' }, h('span', {}, format.clock(points[0].at * 1000)), h('span', {}, format.clock((points.at(-1).at + bucketSeconds) * 1000))),
    h('figcaption', {}, h('span', { class: 'key calm' }, 'calls'), h('span', { class: 'key warn' }, 'refused'), h('span', { class: 'key bad' }, 'failed'), h('span', { class: 'key slow' }, `p99, at most ${format.millis(slowest)}`), ` · at most ${format.rate(most / bucketSeconds)}`),
  );
}

const n = (value) => value > 0;

/** Loads at most every few seconds, and not under somebody's keyboard focus. */
function every(load, ms = 4000) {
  let last = performance.now();
  return () => {
    if (performance.now() - last < ms || document.querySelector('#main table :focus')) return;
    last = performance.now();
    load();
  };
}
