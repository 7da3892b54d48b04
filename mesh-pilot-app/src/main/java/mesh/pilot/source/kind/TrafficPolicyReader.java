package mesh.pilot.source.kind;

import java.math.BigInteger;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import mesh.pilot.document.Fields;
import mesh.pilot.model.TrafficPolicy;
import mesh.pilot.model.TrafficPolicy.ClientTls;
import mesh.pilot.model.TrafficPolicy.ConsistentHash;
import mesh.pilot.model.TrafficPolicy.HashKey;
import mesh.pilot.model.TrafficPolicy.LoadBalancer;
import mesh.pilot.model.TrafficPolicy.OutlierDetection;
import mesh.pilot.model.TrafficPolicy.Simple;

/** Reads {@code TrafficPolicy}. */
final class TrafficPolicyReader {

  private static final int MANY = Integer.MAX_VALUE;
  private static final int RING_SIZE = 1024;
  private static final int TABLE_SIZE = 65537;
  private static final int LARGEST_TABLE = 5_000_011; // Envoy's own limits
  private static final int LARGEST_RING = 8 * 1024 * 1024;
  private static final int PERCENT = 100;
  private static final int CERTAINTY = 50; // at this size it is no guess

  private TrafficPolicyReader() {}

  static TrafficPolicy read(Fields fields) {
    Map<Integer, TrafficPolicy> ports = new HashMap<>();
    fields.objects("portLevelSettings", port -> port(port, ports));
    return parts(fields, ports);
  }

  private static TrafficPolicy port(Fields fields, Map<Integer, TrafficPolicy> ports) {
    Integer number =
        fields.object(
            "port", port -> port.integer("number", 1, VirtualServiceReader.MOST_PORTS, 0));
    TrafficPolicy policy = parts(fields, Map.of());
    if (number == null || number == 0) {
      fields.missing("port", "an object with a number");
    } else {
      ports.put(number, policy);
    }
    return policy;
  }

  private static TrafficPolicy parts(Fields fields, Map<Integer, TrafficPolicy> ports) {
    return new TrafficPolicy(
        fields.object("loadBalancer", TrafficPolicyReader::loadBalancer),
        fields.object("connectionPool", ConnectionPoolReader::read),
        fields.object("outlierDetection", TrafficPolicyReader::outlierDetection),
        fields.object("tls", TrafficPolicyReader::tls),
        ports);
  }

  private static LoadBalancer loadBalancer(Fields fields) {
    String which = fields.atMostOne("simple", "consistentHash");
    if ("consistentHash".equals(which)) {
      LoadBalancer hash = fields.object("consistentHash", TrafficPolicyReader::consistentHash);
      return hash == null ? Simple.UNSPECIFIED : hash;
    }
    return fields.choice("simple", Simple.class, Simple.UNSPECIFIED);
  }

  private static ConsistentHash consistentHash(Fields fields) {
    String which =
        fields.atMostOne("httpHeaderName", "httpCookie", "useSourceIp", "httpQueryParameterName");
    HashKey key =
        switch (which) {
          case "httpHeaderName" -> new HashKey.Header(fields.required(which));
          case "httpQueryParameterName" -> new HashKey.QueryParameter(fields.required(which));
          case "httpCookie" -> fields.object(which, TrafficPolicyReader::cookie);
          case "useSourceIp" -> fields.flag(which) ? new HashKey.SourceIp() : null;
          case null, default -> null;
        };
    if (key == null) {
      fields
          .self()
          .fault("{}", "httpHeaderName, httpCookie, useSourceIp or httpQueryParameterName");
    }
    fields.atMostOne("ringHash", "maglev", "minimumRingSize");
    Integer ring =
        fields.object(
            "ringHash", one -> one.integer("minimumRingSize", 1, LARGEST_RING, RING_SIZE));
    Integer table = fields.object("maglev", TrafficPolicyReader::tableSize);
    int old = fields.integer("minimumRingSize", 1, LARGEST_RING, RING_SIZE);
    return new ConsistentHash(
        key == null ? new HashKey.SourceIp() : key,
        ring == null ? old : ring,
        table == null ? 0 : table);
  }

  private static int tableSize(Fields maglev) {
    int size = maglev.integer("tableSize", 1, LARGEST_TABLE, TABLE_SIZE);
    if (!BigInteger.valueOf(size).isProbablePrime(CERTAINTY)) {
      maglev.missing("tableSize", "a prime");
    }
    return size;
  }

  private static HashKey cookie(Fields fields) {
    Duration ttl = ttl(fields);
    return new HashKey.Cookie(fields.required("name"), fields.text("path", ""), ttl);
  }

  private static Duration ttl(Fields fields) {
    if (fields.text("ttl", "0").matches("0s?")) {
      return Duration.ZERO;
    }
    Duration ttl = fields.duration("ttl");
    return ttl == null ? Duration.ZERO : ttl;
  }

  private static OutlierDetection outlierDetection(Fields fields) {
    boolean isSplit = fields.flag("splitExternalLocalOriginErrors");
    if (!isSplit && fields.has("consecutiveLocalOriginFailures")) {
      fields.missing(
          "consecutiveLocalOriginFailures",
          "nothing, unless splitExternalLocalOriginErrors is true");
    }
    return new OutlierDetection(
        fields.integer("consecutive5xxErrors", 0, MANY),
        fields.integer("consecutiveGatewayErrors", 0, MANY),
        fields.integer("consecutiveLocalOriginFailures", 0, MANY),
        isSplit,
        fields.duration("interval"),
        fields.duration("baseEjectionTime"),
        fields.integer("maxEjectionPercent", 0, PERCENT),
        fields.integer("minHealthPercent", 0, PERCENT));
  }

  private static ClientTls tls(Fields fields) {
    if (!fields.has("mode")) {
      fields.missing("mode", "DISABLE, SIMPLE, MUTUAL or ISTIO_MUTUAL");
    }
    var tls =
        new ClientTls(
            fields.choice("mode", ClientTls.Mode.class, ClientTls.Mode.DISABLE),
            fields.text("clientCertificate", ""),
            fields.text("privateKey", ""),
            fields.text("caCertificates", ""),
            fields.text("sni", ""),
            fields.texts("subjectAltNames"));
    check(fields, tls);
    return tls;
  }

  /** Every field that is there has an effect in the mode that is there. */
  private static void check(Fields fields, ClientTls tls) {
    ClientTls.Mode mode = tls.mode();
    if (mode == ClientTls.Mode.MUTUAL) {
      require(fields, "clientCertificate", tls.clientCertificate());
      require(fields, "privateKey", tls.privateKey());
    } else {
      forbid(fields, "clientCertificate", mode);
      forbid(fields, "privateKey", mode);
    }
    if (mode == ClientTls.Mode.ISTIO_MUTUAL || mode == ClientTls.Mode.DISABLE) {
      forbid(fields, "caCertificates", mode);
    } else if (!tls.subjectAltNames().isEmpty() && tls.caCertificates().isEmpty()) {
      fields.missing("caCertificates", "a file of roots, as subjectAltNames prove nothing without");
    }
    if (mode == ClientTls.Mode.DISABLE) {
      forbid(fields, "sni", mode);
      forbid(fields, "subjectAltNames", mode);
    }
  }

  private static void require(Fields fields, String name, String value) {
    if (value.isEmpty()) {
      fields.missing(name, "a file, as mode is MUTUAL");
    }
  }

  private static void forbid(Fields fields, String name, ClientTls.Mode mode) {
    if (fields.has(name)) {
      fields.missing(name, "nothing, as mode is " + mode);
    }
  }
}
