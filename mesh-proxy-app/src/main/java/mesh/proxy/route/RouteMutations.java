package mesh.proxy.route;

import mesh.proxy.mutation.HeaderMutations;

/** Header mutations of one level: route table, virtual host, route or weighted cluster. */
record RouteMutations(HeaderMutations request, HeaderMutations response) {

  static final RouteMutations NONE = new RouteMutations(HeaderMutations.NONE, HeaderMutations.NONE);
}
