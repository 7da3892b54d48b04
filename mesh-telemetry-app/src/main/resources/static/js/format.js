// How figures look, and which colour goes with them.

const number = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });
const fraction = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 });

export const rate = (perSecond) =>
  perSecond === 0 ? '0/s' : perSecond < 0.01 ? '<0.01/s' : `${(perSecond < 1 ? fraction : number).format(perSecond)}/s`;

export const percent = (share) =>
  share === 0 ? '0 %' : share < 0.001 ? '<0.1 %' : `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;

export const millis = (ms) =>
  ms >= 10000 ? `${(ms / 1000).toFixed(0)} s`
    : ms >= 1000 ? `${(ms / 1000).toFixed(1)} s`
      : ms >= 10 ? `${ms.toFixed(0)} ms` : `${ms.toFixed(1)} ms`;

export const bytes = (n) =>
  n < 1000 ? `${n} B` : n < 1e6 ? `${(n / 1e3).toFixed(1)} kB` : n < 1e9 ? `${(n / 1e6).toFixed(1)} MB` : `${(n / 1e9).toFixed(1)} GB`;

export const count = (n) => new Intl.NumberFormat('en').format(n);

export const clock = (at) => new Date(at).toLocaleTimeString('en-GB', { hour12: false });

/** bad: failures; warn: few failures, or refusals; ok; idle: no calls. */
export function mood(signals) {
  if (signals.requests === 0) return 'idle';
  if (signals.errorRatio >= 0.05) return 'bad';
  return signals.errorRatio > 0 || signals.refusedRatio >= 0.05 ? 'warn' : 'ok';
}

/** Says in words what the colour says; empty if all is well. */
export function trouble(signals) {
  if (signals.errorRatio > 0) return `${percent(signals.errorRatio)} errors`;
  return signals.refusedRatio >= 0.05 ? `${percent(signals.refusedRatio)} refused` : '';
}

/** What a node is called. */
export function title(node) {
  if (node.kind === 'ingress') return 'Clients';
  if (node.kind === 'unknown') return 'Unknown';
  if (node.kind === 'overflow') return 'All others';
  return node.service;
}

/** The same with its version. */
export const fullTitle = (node) => [title(node), node.version].filter(Boolean).join(' ');

/** The line below its name. */
export function subtitle(node) {
  if (node.kind === 'ingress') return 'outside the mesh';
  if (node.kind === 'unknown') return 'no name is known';
  if (node.kind === 'overflow') return 'too many to show';
  if (node.kind === 'service' && node.namespace === 'unknown') return 'outside the mesh';
  const what = { service: 'not reached', gateway: 'gateway' }[node.kind];
  return [what ?? node.version, node.namespace === 'unknown' ? '' : node.namespace].filter(Boolean).join(' · ');
}
