package mesh.pilot.document;

/**
 * What kind of problem it is. Numbers and names with {@code IST} are those of {@code istioctl
 * analyze} (<a href="https://istio.io/latest/docs/reference/config/analysis/">reference</a>); it
 * has none for those with {@code RM}.
 */
public enum Code {
  SCHEMA_VALIDATION_ERROR("IST0106"),
  REFERENCED_RESOURCE_NOT_FOUND("IST0101"),
  CONFLICTING_VIRTUAL_SERVICE_HOSTS("IST0109"),
  DESTINATION_PORT_SELECTOR_REQUIRED("IST0112"),
  NO_MATCHING_WORKLOADS_FOUND("IST0127"),
  NO_SERVER_CERTIFICATE_VERIFICATION("IST0128"),
  NO_SERVER_CERTIFICATE_VERIFICATION_OF_PORT("IST0129"),
  UNREACHABLE_RULE("IST0130"),
  INEFFECTIVE_MATCH("IST0131"),
  HOST_NOT_FOUND_IN_GATEWAY("IST0132"),
  ADDRESSES_REQUIRED("IST0134"),
  CONFLICTING_GATEWAYS("IST0145"),
  INVALID_GATEWAY_CREDENTIAL("IST0161"),
  SUBSET_SELECTS_NO_WORKLOAD("IST0173"),
  UNKNOWN_DESTINATION_RULE_HOST("IST0174"),
  CONFLICTING_SERVICE_ENTRY_PROTOCOL("IST0177"),
  NAME_TAKEN("RM0001"),
  CONFLICTING_PEER_AUTHENTICATION("RM0002"),
  UNUSED_WORKLOAD_ENTRY("RM0003"),
  FIELD_WITHOUT_EFFECT("RM0004");

  private final String number;

  Code(String number) {
    this.number = number;
  }

  /** Such as {@code IST0101}. */
  public String number() {
    return number;
  }
}
