// Where the nodes of a layered graph stand: callers first, versions of one service together.

const NODE = { width: 164, height: 62 };
const GAP = { layer: 132, narrow: 76, row: 24, group: 30, margin: 34 };
const PASS = 40; // room for an edge that passes a layer, and for its label
const LABEL = { width: 92, height: 38 };

/** The layer of each node: one more than its farthest caller; calls in a circle do not count. */
function layers(nodes, edges) {
  const callees = new Map(nodes.map((node) => [node.id, []]));
  const called = new Set();
  for (const edge of edges) {
    if (edge.source !== edge.target) {
      callees.get(edge.source).push(edge.target);
      called.add(edge.target);
    }
  }
  const forward = new Map(nodes.map((node) => [node.id, []]));
  const state = new Map();
  const visit = (id) => {
    state.set(id, 'open');
    for (const next of callees.get(id)) {
      if (state.get(next) === 'open') continue; // closes a circle
      forward.get(id).push(next);
      if (!state.has(next)) visit(next);
    }
    state.set(id, 'done');
  };
  const roots = nodes.filter((node) => !called.has(node.id));
  for (const node of [...roots, ...nodes]) {
    if (!state.has(node.id)) visit(node.id);
  }
  const depth = new Map(nodes.map((node) => [node.id, 0]));
  for (let round = 0, changed = true; changed && round < nodes.length; round++) {
    changed = false;
    for (const [id, nexts] of forward) {
      for (const next of nexts) {
        if (depth.get(next) < depth.get(id) + 1) {
          depth.set(next, depth.get(id) + 1);
          changed = true;
        }
      }
    }
  }
  return depth;
}

const groupOf = (node) => (['workload', 'gateway', 'service'].includes(node.kind) ? `${node.namespace}/${node.service}` : node.id);

/** Puts a place into each layer that an edge passes, so that it does not run behind a node. */
function passes(edges, depth) {
  const chains = new Map();
  const places = [];
  for (const edge of edges) {
    const chain = [edge.source];
    for (let layer = depth.get(edge.source) + 1; layer < depth.get(edge.target); layer++) {
      const id = `pass ${layer} ${edge.id}`;
      depth.set(id, layer);
      places.push({ id, kind: 'pass' });
      chain.push(id);
    }
    chain.push(edge.target);
    chains.set(edge.id, chain);
  }
  return { chains, places };
}

/** Orders each layer by the middle of its neighbours, and keeps versions of one service together. */
function order(nodes, edges, depth) {
  const rows = [];
  for (const node of nodes) {
    (rows[depth.get(node.id)] ??= []).push(node);
  }
  const place = new Map();
  const number = () => rows.forEach((row) => row.forEach((node, i) => place.set(node.id, (i + 0.5) / row.length)));
  number();
  for (let round = 0; round < 6; round++) {
    const isDown = round % 2 === 0;
    for (const row of rows) {
      const weight = new Map();
      for (const node of row) {
        const near = edges
          .filter((edge) => (isDown ? edge.target : edge.source) === node.id)
          .map((edge) => place.get(isDown ? edge.source : edge.target));
        weight.set(node.id, near.length ? near.reduce((a, b) => a + b) / near.length : place.get(node.id));
      }
      const groups = new Map();
      for (const node of row) {
        const group = groupOf(node);
        const of = groups.get(group) ?? [];
        of.push(weight.get(node.id));
        groups.set(group, of);
      }
      const mean = (node) => {
        const of = groups.get(groupOf(node));
        return of.reduce((a, b) => a + b) / of.length;
      };
      row.sort((a, b) => mean(a) - mean(b) || groupOf(a).localeCompare(groupOf(b)) || a.id.localeCompare(b.id));
    }
    number();
  }
  return rows;
}

/**
 * Places a graph. Left to right, or from top to bottom where it is narrow.
 *
 * @returns size, nodes by id with x and y of their corner, the places that each edge runs through, boxes round the
 *     versions of a service
 */
export function layout(graph, isNarrow) {
  const depth = layers(graph.nodes, graph.edges);
  const { chains, places } = passes(graph.edges, depth);
  const links = [...chains.values()].flatMap((chain) => chain.slice(1).map((target, i) => ({ source: chain[i], target })));
  const rows = order([...graph.nodes, ...places], links, depth);
  const along = isNarrow ? NODE.height : NODE.width;
  const gap = isNarrow ? GAP.narrow : GAP.layer;
  const across = (node) => (node.kind === 'pass' ? (isNarrow ? LABEL.width : PASS) : isNarrow ? NODE.width : NODE.height);
  const between = (a, b) => (groupOf(a) === groupOf(b) || [a, b].some((node) => node.kind === 'pass') ? GAP.row : GAP.row + GAP.group);
  const extent = (row) => row.reduce((sum, node, i) => sum + across(node) + (i ? between(row[i - 1], node) : 0), 0);
  const breadth = Math.max(...rows.map(extent));
  const nodes = new Map();
  const boxes = [];
  rows.forEach((row, layer) => {
    let at = GAP.margin + (breadth - extent(row)) / 2;
    const main = GAP.margin + layer * (along + gap);
    const groups = new Map();
    row.forEach((node, i) => {
      at += i ? between(row[i - 1], node) : 0;
      const size = isNarrow ? { width: across(node), height: along } : { width: along, height: across(node) };
      nodes.set(node.id, { ...(isNarrow ? { x: at, y: main } : { x: main, y: at }), ...size });
      at += across(node);
      const group = groups.get(groupOf(node)) ?? { name: node.service, ids: [] };
      group.ids.push(node.id);
      groups.set(groupOf(node), group);
    });
    for (const group of groups.values()) {
      if (group.ids.length > 1) boxes.push(box(group, nodes));
    }
  });
  const length = rows.length * along + (rows.length - 1) * gap;
  const size = isNarrow ? [breadth, length] : [length, breadth];
  return { width: size[0] + 2 * GAP.margin, height: size[1] + 2 * GAP.margin, nodes, chains, boxes, isNarrow };
}

function box(group, nodes) {
  const places = group.ids.map((id) => nodes.get(id));
  const x = Math.min(...places.map((p) => p.x)) - 12;
  const y = Math.min(...places.map((p) => p.y)) - 24;
  return {
    name: group.name,
    x,
    y,
    width: Math.max(...places.map((p) => p.x + p.width)) + 12 - x,
    height: Math.max(...places.map((p) => p.y + p.height)) + 12 - y,
  };
}

/** The curve through these places, and the point where its label stands. */
export function curve(places, isNarrow, lift = 0) {
  const [from, to] = [places[0], places.at(-1)];
  if (from === to) {
    const x = from.x + from.width / 2;
    return { path: `M${x - 30} ${from.y}C${x - 40} ${from.y - 40} ${x + 40} ${from.y - 40} ${x + 30} ${from.y}`, x, y: from.y - 34 };
  }
  const enter = (place) => (isNarrow ? [place.x + place.width / 2, place.y] : [place.x, place.y + place.height / 2]);
  const leave = (place) => (isNarrow ? [place.x + place.width / 2, place.y + place.height] : [place.x + place.width, place.y + place.height / 2]);
  const middle = places.length > 2 ? places[Math.floor(places.length / 2)] : null;
  let path = `M${leave(from).join(' ')}`;
  let label = middle && [middle.x + middle.width / 2, middle.y + middle.height / 2];
  places.slice(1).forEach((place, i) => {
    const [start, end] = [leave(places[i]), enter(place)];
    const [one, two] = bend(start, end, isNarrow);
    path += `C${one.join(' ')} ${two.join(' ')} ${end.join(' ')}`;
    if (place === to) label ??= point(start, one, two, end);
    else path += `L${leave(place).join(' ')}`;
  });
  return { path, x: label[0], y: label[1] + lift };
}

function bend(start, end, isNarrow) {
  const main = isNarrow ? 1 : 0;
  const isBack = end[main] < start[main];
  const reach = isBack ? 90 : Math.max(36, (end[main] - start[main]) / 2);
  const side = isBack ? 100 : 0;
  const move = ([x, y], by) => (isNarrow ? [x + side, y + by] : [x + by, y + side]);
  return [move(start, reach), move(end, -reach)];
}

// Nearer to the target, so that labels of edges from one node lie apart.
function point(a, b, c, d, t = 0.6) {
  return a.map((_, i) => a[i] * (1 - t) ** 3 + 3 * b[i] * t * (1 - t) ** 2 + 3 * c[i] * t ** 2 * (1 - t) + d[i] * t ** 3);
}

/** Moves labels apart that lie on each other; each is its middle, and is changed. */
export function spread(labels) {
  for (let round = 0; round < 20; round++) {
    let moved = false;
    for (const [i, a] of labels.entries()) {
      for (const b of labels.slice(i + 1)) {
        const over = LABEL.height - Math.abs(a.y - b.y);
        if (Math.abs(a.x - b.x) < LABEL.width && over > 0.5) {
          const sign = a.y <= b.y ? 1 : -1;
          a.y -= (sign * over) / 2;
          b.y += (sign * over) / 2;
          moved = true;
        }
      }
    }
    if (!moved) return;
  }
}
