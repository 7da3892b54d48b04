// Questions to the app that this page comes from.

/** Asks for JSON; an error's text is for people. */
export async function get(path) {
  const answer = await fetch(`/api/v1/${path}`, { headers: { accept: 'application/json' } });
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    throw new Error(body.error ?? `the app answers ${answer.status}`);
  }
  return body;
}

/** Listens to the graph of a window; the result ends it. */
export function listen(window, onGraph, onState) {
  const events = new EventSource(`/api/v1/events?window=${window}`);
  events.addEventListener('open', () => onState('live'));
  events.addEventListener('error', () => onState('lost')); // the browser tries again by itself
  events.addEventListener('graph', (event) => onGraph(JSON.parse(event.data)));
  return () => events.close();
}
