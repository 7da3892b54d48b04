// Draws the live graph. Nodes and edges stay the same elements while the shape stays, so focus and selection do too.

import { h, s, onKey } from './dom.js';
import { curve, layout, spread } from './layout.js';
import * as format from './format.js';

const NARROW = 620;

const thickness = (perSecond) => Math.min(9, 1.6 + 1.7 * Math.log10(1 + perSecond * 4));

/** A view of the graph; `onSelect` gets the id of a node or an edge, or null. */
export class GraphView {
  constructor(onSelect) {
    this.onSelect = onSelect;
    this.element = h('div', { class: 'canvas', onclick: (event) => this.#background(event) });
    this.shape = '';
    this.selected = null;
    this.parts = new Map();
    new ResizeObserver(() => this.graph && this.show(this.graph)).observe(this.element);
  }

  show(graph) {
    this.graph = graph;
    const isNarrow = this.element.clientWidth > 0 && this.element.clientWidth < NARROW;
    const shape = JSON.stringify([isNarrow, graph.nodes.map((n) => n.id), graph.edges.map((e) => e.id)]);
    if (shape !== this.shape) {
      this.shape = shape;
      this.#draw(graph, isNarrow);
    }
    graph.nodes.forEach((node) => this.#updateNode(node));
    graph.edges.forEach((edge) => this.#updateEdge(edge));
    this.#fit();
    this.mark(this.selected);
  }

  /** Shows what is selected, and what belongs to it. */
  mark(id) {
    this.selected = this.parts.has(id) ? id : null;
    const near = new Set();
    for (const edge of this.graph?.edges ?? []) {
      if ([edge.id, edge.source, edge.target].includes(this.selected)) {
        [edge.id, edge.source, edge.target].forEach((each) => near.add(each));
      }
    }
    near.add(this.selected);
    this.element.classList.toggle('has-selection', this.selected !== null);
    for (const [key, part] of this.parts) {
      part.group.classList.toggle('near', near.has(key));
      part.label?.classList.toggle('near', near.has(key));
      part.group.classList.toggle('selected', key === this.selected);
      part.group.setAttribute('aria-pressed', String(key === this.selected));
    }
  }

  #background(event) {
    if (!event.target.closest('.node, .edge')) this.onSelect(null);
  }

  #draw(graph, isNarrow) {
    const focused = document.activeElement?.dataset?.id;
    this.place = layout(graph, isNarrow);
    this.parts.clear();
    const edges = s('g', {});
    const labels = s('g', { 'aria-hidden': 'true' });
    const nodes = s('g', {});
    const boxes = s('g', { 'aria-hidden': 'true' });
    for (const box of this.place.boxes) {
      boxes.append(
        s('rect', { class: 'box', x: box.x, y: box.y, width: box.width, height: box.height, rx: 14 }),
        s('text', { class: 'box-name', x: box.x + 14, y: box.y + 16 }, box.name),
      );
    }
    for (const edge of graph.edges) this.#edge(edge, edges, labels, isNarrow);
    spread(graph.edges.map((edge) => this.parts.get(edge.id).at));
    for (const node of graph.nodes) nodes.append(this.#node(node));
    this.svg = s(
      'svg',
      { viewBox: `0 0 ${this.place.width} ${this.place.height}`, role: 'group', 'aria-label': 'Service graph' },
      boxes, edges, nodes, labels,
    );
    this.element.replaceChildren(this.svg);
    if (focused) this.parts.get(focused)?.group.focus();
  }

  // As large as it fits, but never so small that it cannot be read: then it scrolls.
  #fit() {
    const free = this.element.clientWidth - 4;
    const tall = Math.max(260, this.element.clientHeight - 4);
    const scale = Math.min(1.25, Math.max(0.62, Math.min(free / this.place.width, tall / this.place.height)));
    this.svg.setAttribute('width', Math.round(this.place.width * scale));
    this.svg.setAttribute('height', Math.round(this.place.height * scale));
  }

  #node(node) {
    const place = this.place.nodes.get(node.id);
    const part = {
      name: s('text', { class: 'name', x: 16, y: 25 }),
      sub: s('text', { class: 'sub', x: 16, y: 41 }),
      figures: s('text', { class: 'rates', x: 16, y: 55 }),
      group: s('g', {
        class: 'node', tabindex: 0, role: 'button', 'data-id': node.id,
        transform: `translate(${place.x} ${place.y})`,
        onclick: () => this.onSelect(node.id),
        onkeydown: onKey(() => this.onSelect(node.id)),
      }),
    };
    part.group.append(
      s('rect', { class: 'plate', width: place.width, height: place.height, rx: 10 }),
      s('rect', { class: 'stripe', x: 0, y: 8, width: 4, height: place.height - 16, rx: 2 }),
      part.name, part.sub, part.figures,
    );
    this.parts.set(node.id, part);
    return part.group;
  }

  #edge(edge, edges, labels, isNarrow) {
    const twin = this.graph.edges.filter((e) => e.source === edge.source && e.target === edge.target).indexOf(edge);
    const line = curve(this.place.chains.get(edge.id).map((id) => this.place.nodes.get(id)), isNarrow, twin * 34);
    const part = {
      line: s('path', { class: 'line', d: line.path }),
      flow: s('path', { class: 'flow', d: line.path }),
      text: s('text', { 'text-anchor': 'middle' }),
      back: s('rect', { class: 'label-back', rx: 7 }),
      at: line,
      group: s('g', {
        class: 'edge', tabindex: 0, role: 'button', 'data-id': edge.id,
        onclick: () => this.onSelect(edge.id),
        onkeydown: onKey(() => this.onSelect(edge.id)),
      }),
      label: s('g', { class: 'label', onclick: () => this.onSelect(edge.id) }),
    };
    part.group.append(s('path', { class: 'reach', d: line.path }), part.line, part.flow);
    part.label.append(part.back, part.text);
    edges.append(part.group);
    labels.append(part.label);
    this.parts.set(edge.id, part);
  }

  #updateNode(node) {
    const part = this.parts.get(node.id);
    const title = cut(format.title(node), 19);
    const trouble = format.trouble(node.incoming);
    const figures = node.incoming.requests ? [format.rate(node.incoming.perSecond), trouble].filter(Boolean).join(' · ') : '';
    part.name.textContent = title;
    part.sub.textContent = cut(format.subtitle(node), 26);
    part.figures.textContent = figures;
    part.group.setAttribute('class', `node ${node.kind} ${format.mood(node.incoming)}`);
    part.group.setAttribute('aria-label', [format.title(node), format.subtitle(node), figures || 'calls others'].join(', '));
  }

  #updateEdge(edge) {
    const part = this.parts.get(edge.id);
    const name = (id) => format.fullTitle(this.graph.nodes.find((each) => each.id === id));
    const lines = [format.rate(edge.signals.perSecond), format.trouble(edge.signals)].filter(Boolean);
    const mood = format.mood(edge.signals);
    part.line.setAttribute('stroke-width', thickness(edge.signals.perSecond).toFixed(1));
    part.group.setAttribute('class', `edge ${mood}`);
    part.label.setAttribute('class', `label ${mood}`);
    part.group.setAttribute(
      'aria-label',
      `${name(edge.source)} to ${name(edge.target)}, ${edge.protocol}: ${lines.join(', ')}, p99 ${format.millis(edge.signals.p99)}`,
    );
    if (part.shown !== lines.join()) {
      part.shown = lines.join();
      const height = 6 + 15 * lines.length;
      const width = 14 + Math.max(...lines.map((line) => line.length)) * (mood === 'bad' ? 6.9 : 6.5);
      const top = part.at.y - height / 2;
      part.text.replaceChildren(...lines.map((line, i) => s('tspan', { x: part.at.x, y: top + 14 + 15 * i }, line)));
      const box = { x: part.at.x - width / 2, y: top, width, height };
      Object.entries(box).forEach(([key, value]) => part.back.setAttribute(key, value));
    }
  }
}

const cut = (text, most) => (text.length <= most ? text : `${text.slice(0, most - 1)}…`);
