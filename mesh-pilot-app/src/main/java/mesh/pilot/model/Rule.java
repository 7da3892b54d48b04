package mesh.pilot.model;

/** Something that people configure. Immutable, and valid by itself. */
public sealed interface Rule
    permits AuthorizationPolicy,
        DestinationRule,
        Gateway,
        PeerAuthentication,
        ServiceEntry,
        VirtualService,
        WorkloadEntry {

  Meta meta();

  /** Which kind it is. */
  default Kind kind() {
    return switch (this) {
      case ServiceEntry rule -> Kind.SERVICE_ENTRY;
      case WorkloadEntry rule -> Kind.WORKLOAD_ENTRY;
      case VirtualService rule -> Kind.VIRTUAL_SERVICE;
      case DestinationRule rule -> Kind.DESTINATION_RULE;
      case Gateway rule -> Kind.GATEWAY;
      case PeerAuthentication rule -> Kind.PEER_AUTHENTICATION;
      case AuthorizationPolicy rule -> Kind.AUTHORIZATION_POLICY;
    };
  }

  /** As messages name it: {@code VirtualService shop/stock}. */
  default String title() {
    return kind().text() + " " + meta().key();
  }
}
