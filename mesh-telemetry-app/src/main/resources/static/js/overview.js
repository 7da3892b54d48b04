// The live graph with a panel beside it: all together, or what is selected.

import { h } from './dom.js';
import { GraphView } from './graph.js';
import * as format from './format.js';
import { codes, empty, facts, figures } from './parts.js';

export function overview() {
  const panel = h('aside', { class: 'panel', 'aria-label': 'Details', 'aria-live': 'off' });
  const status = h('p', { class: 'sr', role: 'status' });
  let graph = null;
  let selected = null;
  const choose = (id) => {
    selected = id === selected ? null : id;
    picture.mark(selected);
    show();
    status.textContent = selected ? `Details of ${panel.querySelector('h2')?.textContent ?? ''}` : '';
  };
  const picture = new GraphView(choose);
  const element = h('div', { class: 'overview' }, h('h1', { class: 'sr' }, 'Service graph'), picture.element, panel, status);
  const onEscape = (event) => event.key === 'Escape' && selected && choose(null);
  addEventListener('keydown', onEscape);
  let isEmpty = null;

  function show() {
    const node = graph.nodes.find((each) => each.id === selected);
    const edge = graph.edges.find((each) => each.id === selected);
    if (!node && !edge) selected = null;
    const content = node ? ofNode(node, graph) : edge ? ofEdge(edge, graph) : ofAll(graph);
    const hadFocus = panel.contains(document.activeElement) ? document.activeElement.textContent : null;
    panel.replaceChildren(...content.filter(Boolean));
    if (hadFocus) [...panel.querySelectorAll('a, button')].find((each) => each.textContent === hadFocus)?.focus();
    panel.querySelector('.close')?.addEventListener('click', () => choose(selected));
  }

  return {
    name: 'graph',
    title: 'Graph',
    element,
    update(next) {
      graph = next;
      const nothing = graph.edges.length === 0;
      if (nothing !== isEmpty) {
        isEmpty = nothing;
        element.classList.toggle('is-empty', nothing);
        element.querySelector('.empty')?.remove();
        if (nothing) element.append(empty());
      }
      if (!nothing) {
        picture.show(graph);
        show();
      }
    },
    close: () => removeEventListener('keydown', onEscape),
  };
}

const head = (title, kind) => h(
  'header', {},
  h('div', {}, h('p', { class: 'kind' }, kind), h('h2', {}, title)),
  h('button', { type: 'button', class: 'icon close', 'aria-label': 'Close details' }, '×'),
);

const serviceLink = (node) => (['workload', 'gateway', 'service'].includes(node.kind)
  ? h('a', { class: 'button', href: `#/services/${encodeURIComponent(node.namespace)}/${encodeURIComponent(node.service)}` }, 'Open service')
  : null);

function ofNode(node, graph) {
  const name = (id) => format.fullTitle(graph.nodes.find((each) => each.id === id));
  const row = (edge, id) => h(
    'li', {}, h('span', {}, name(id)),
    h('span', { class: `num ${format.mood(edge.signals)}` }, [format.rate(edge.signals.perSecond), format.trouble(edge.signals)].filter(Boolean).join(' · ')),
  );
  const callers = graph.edges.filter((edge) => edge.target === node.id);
  const callees = graph.edges.filter((edge) => edge.source === node.id);
  const kinds = { workload: 'Workload', gateway: 'Gateway', service: node.namespace === 'unknown' ? 'Service outside the mesh' : 'Service that was not reached', ingress: 'Clients', unknown: 'Unknown caller', overflow: 'Overflow' };
  return [
    head(format.fullTitle(node), kinds[node.kind]),
    node.kind === 'service' && node.namespace !== 'unknown' ? h('p', { class: 'muted' }, 'Callers name this service, but their requests reached no workload of it.') : null,
    node.incoming.requests ? figures(node.incoming) : null,
    node.incoming.requests ? codes(node.incoming) : null,
    facts([
      ['Namespace', node.namespace === 'unknown' ? '' : node.namespace],
      ['Workload', ['workload', 'gateway'].includes(node.kind) ? node.name : ''],
      ['mTLS', node.incoming.requests ? format.percent(node.incoming.mutualTlsRatio) : ''],
    ]),
    callers.length ? h('h3', {}, 'Called by') : null,
    callers.length ? h('ul', { class: 'rows' }, callers.map((edge) => row(edge, edge.source))) : null,
    callees.length ? h('h3', {}, 'Calls') : null,
    callees.length ? h('ul', { class: 'rows' }, callees.map((edge) => row(edge, edge.target))) : null,
    serviceLink(node),
  ];
}

function ofEdge(edge, graph) {
  const source = graph.nodes.find((each) => each.id === edge.source);
  const target = graph.nodes.find((each) => each.id === edge.target);
  return [
    head(`${format.fullTitle(source)} → ${format.fullTitle(target)}`, `Calls by ${edge.protocol.toUpperCase()}`),
    figures(edge.signals),
    codes(edge.signals),
    facts([
      [edge.protocol === 'tcp' ? 'Connections' : 'Requests', format.count(edge.signals.requests)],
      ['Sent', format.bytes(edge.signals.requestBytes)],
      ['Received', format.bytes(edge.signals.responseBytes)],
      ['mTLS', format.percent(edge.signals.mutualTlsRatio)],
    ]),
    serviceLink(target),
  ];
}

function ofAll(graph) {
  const entries = graph.edges.map((edge) => edge.signals);
  const sum = (of) => entries.reduce((total, signals) => total + of(signals), 0);
  const requests = sum((signals) => signals.requests);
  const failed = sum((signals) => signals.requests * signals.errorRatio);
  const worst = graph.edges
    .filter((edge) => format.mood(edge.signals) === 'bad' || format.mood(edge.signals) === 'warn')
    .sort((a, b) => b.signals.errorRatio - a.signals.errorRatio)
    .slice(0, 5);
  const name = (id) => format.fullTitle(graph.nodes.find((each) => each.id === id));
  return [
    h('header', {}, h('div', {}, h('p', { class: 'kind' }, 'The whole mesh'), h('h2', {}, `${graph.nodes.filter((n) => n.kind === 'workload' || n.kind === 'gateway').length} workloads`))),
    facts([
      ['Calls', format.count(requests)],
      ['Rate', format.rate(sum((signals) => signals.perSecond))],
      ['Errors', requests ? format.percent(failed / requests) : '0 %'],
    ]),
    h('h3', {}, 'Look here first'),
    worst.length
      ? h('ul', { class: 'rows' }, worst.map((edge) => h(
        'li', {}, h('span', {}, `${name(edge.source)} → ${name(edge.target)}`),
        h('span', { class: `num ${format.mood(edge.signals)}` }, format.trouble(edge.signals)),
      )))
      : h('p', { class: 'muted' }, 'Nothing failed in this window.'),
    h('h3', {}, 'Legend'),
    h(
      'ul', { class: 'legend' },
      h('li', {}, h('span', { class: 'swatch ok', 'aria-hidden': 'true' }), 'no errors'),
      h('li', {}, h('span', { class: 'swatch warn', 'aria-hidden': 'true' }), 'below 5 % errors, or requests refused by 4xx'),
      h('li', {}, h('span', { class: 'swatch bad', 'aria-hidden': 'true' }), '5 % errors or more'),
      h('li', {}, h('span', { class: 'swatch thick', 'aria-hidden': 'true' }), 'the thicker, the more calls'),
    ),
    h('p', { class: 'muted' }, 'Select a box or a line for its figures.'),
  ];
}
