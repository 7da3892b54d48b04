// Shows the view that the address names, and keeps the graph coming.

import { listen } from './api.js';
import { overview } from './overview.js';
import { request, requests } from './requests.js';
import { service, services } from './services.js';

const main = document.getElementById('main');
const select = document.getElementById('window');
const live = document.getElementById('live');
const liveText = document.getElementById('live-text');
const app = { window: select.value, graph: null };

let view = null;
let stop = () => {};

const names = { live: 'Live', lost: 'Reconnecting', wait: 'Connecting' };

function state(name) {
  live.dataset.state = name;
  liveText.textContent = names[name];
}

function connect() {
  stop();
  state('wait');
  app.graph = null;
  app.window = select.value;
  stop = listen(app.window, (graph) => {
    app.graph = graph;
    view?.update?.(graph);
  }, state);
}

function open() {
  const [, name = 'graph', ...rest] = location.hash.split('/');
  const parts = rest.map(decodeURIComponent);
  view?.close?.();
  if (name === 'services') view = parts.length === 2 ? service(app, ...parts) : services(app);
  else if (name === 'requests') view = parts.length === 1 ? request(app, parts[0]) : requests(app);
  else view = overview(app);
  for (const link of document.querySelectorAll('nav [data-view]')) {
    if (link.dataset.view === (view.name ?? 'graph')) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  document.title = `${view.title} · Reactive Mesh`;
  main.replaceChildren(view.element);
  if (app.graph) view.update?.(app.graph);
  scrollTo(0, 0);
}

select.addEventListener('change', () => {
  connect();
  view?.reload?.();
});
addEventListener('hashchange', () => {
  open();
  main.focus({ preventScroll: true });
});
document.querySelector('.skip').addEventListener('click', (event) => {
  event.preventDefault();
  main.focus();
});
open();
connect();
