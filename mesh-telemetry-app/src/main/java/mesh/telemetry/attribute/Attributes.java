package mesh.telemetry.attribute;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.data.accesslog.v3.AccessLogCommon;
import io.envoyproxy.envoy.data.accesslog.v3.HTTPAccessLogEntry;
import io.envoyproxy.envoy.data.accesslog.v3.HTTPRequestProperties;
import io.envoyproxy.envoy.data.accesslog.v3.HTTPResponseProperties;
import io.envoyproxy.envoy.data.accesslog.v3.TCPAccessLogEntry;
import io.envoyproxy.envoy.data.accesslog.v3.TLSProperties.CertificateProperties;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import mesh.telemetry.attribute.Call.Outcome;
import mesh.telemetry.attribute.Call.Protocol;
import mesh.telemetry.attribute.Call.Request;

/** Turns entries into calls. Shared by all streams. */
public final class Attributes {

  private static final int MOST_NAMES = 20_000;
  private static final int LONGEST = 512;

  private final Workloads workloads;
  private final AtomicLong ids = new AtomicLong();
  private final Map<String, Service> services = new ConcurrentHashMap<>();
  private final Map<String, Service> called = new ConcurrentHashMap<>(); // NAME.NAMESPACE
  private final Map<Service, Workload> destinations = new ConcurrentHashMap<>();

  public Attributes(Workloads workloads) {
    this.workloads = workloads;
  }

  /**
   * Reads a request.
   *
   * @param entry in which {@link Fault} found nothing
   */
  public Call http(Reporter reporter, HTTPAccessLogEntry entry) {
    HTTPRequestProperties request = entry.getRequest();
    HTTPResponseProperties response = entry.getResponse();
    AccessLogCommon properties = entry.getCommonProperties();
    String grpcStatus = grpcStatus(response);
    var outcome =
        new Outcome(
            response.getResponseCode().getValue(),
            grpcStatus,
            ResponseFlags.of(properties.getResponseFlags()),
            cut(response.getResponseCodeDetails()),
            cut(properties.getUpstreamTransportFailureReason()),
            micros(properties),
            request.getRequestHeadersBytes() + request.getRequestBodyBytes(),
            response.getResponseHeadersBytes() + response.getResponseBodyBytes(),
            properties.getUpstreamRequestAttemptCount());
    var asked =
        new Request(
            cut(request.getRequestId()),
            request.getRequestMethod().name(),
            cut(request.getAuthority()),
            cut(request.getPath()),
            cut(request.getUserAgent()),
            cut(properties.getRouteName()));
    boolean isGrpc =
        !grpcStatus.isEmpty()
            || request
                .getRequestHeadersOrDefault("content-type", "")
                .startsWith("application/grpc");
    return call(reporter, properties, isGrpc ? Protocol.GRPC : Protocol.HTTP, outcome, asked);
  }

  /**
   * Reads a connection.
   *
   * @param entry in which {@link Fault} found nothing
   */
  public Call tcp(Reporter reporter, TCPAccessLogEntry entry) {
    AccessLogCommon properties = entry.getCommonProperties();
    var outcome =
        new Outcome(
            0,
            "",
            ResponseFlags.of(properties.getResponseFlags()),
            cut(properties.getConnectionTerminationDetails()),
            cut(properties.getUpstreamTransportFailureReason()),
            micros(properties),
            entry.getConnectionProperties().getReceivedBytes(),
            entry.getConnectionProperties().getSentBytes(),
            properties.getUpstreamRequestAttemptCount());
    return call(reporter, properties, Protocol.TCP, outcome, Request.NONE);
  }

  private Call call(
      Reporter reporter,
      AccessLogCommon properties,
      Protocol protocol,
      Outcome outcome,
      Request request) {
    var tls = properties.getTlsProperties();
    String peer = principal(tls.getPeerCertificateProperties());
    SocketAddress upstream = properties.getUpstreamRemoteAddress().getSocketAddress();
    String cluster = properties.getUpstreamCluster();
    boolean isSent = !upstream.getAddress().isEmpty() && !outcome.flags().sayNotSent();
    Direction direction = reporter.direction(cluster, !peer.isEmpty());
    Workload client = client(direction, reporter, properties, peer);
    String own = known(reporter.principal());
    if (direction == Direction.INBOUND) {
      learn(reporter, properties.getDownstreamLocalAddress());
      String local = principal(tls.getLocalCertificateProperties());
      return new Call(
          ids.incrementAndGet(),
          micros(properties.getStartTime()),
          direction,
          protocol,
          client,
          client,
          reporter.workload(),
          known(peer),
          local.isEmpty() ? own : local,
          reporter.service(),
          !peer.isEmpty(),
          outcome,
          request,
          text(upstream),
          isSent);
    }
    Service service = service(cluster);
    if (service.equals(Service.NONE) && direction == Direction.OUTBOUND) {
      service = meant(request.authority(), reporter.workload().namespace());
    }
    return new Call(
        ids.incrementAndGet(),
        micros(properties.getStartTime()),
        direction,
        protocol,
        client,
        reporter.workload(),
        destination(upstream, service),
        own,
        Workload.NOT_KNOWN,
        service,
        false,
        outcome,
        request,
        text(upstream),
        isSent);
  }

  private Workload client(
      Direction direction, Reporter reporter, AccessLogCommon properties, String peer) {
    if (direction == Direction.OUTBOUND) {
      return reporter.workload();
    }
    if (peer.isEmpty()) {
      return direction == Direction.GATEWAY ? Workload.INGRESS : Workload.UNKNOWN;
    }
    return workloads.of(peer, address(properties));
  }

  private static String address(AccessLogCommon properties) {
    Address direct =
        properties.hasDownstreamDirectRemoteAddress()
            ? properties.getDownstreamDirectRemoteAddress()
            : properties.getDownstreamRemoteAddress();
    return direct.getSocketAddress().getAddress();
  }

  private void learn(Reporter reporter, Address local) {
    SocketAddress socket = local.getSocketAddress();
    workloads.listens(socket.getAddress(), socket.getPortValue(), reporter.workload());
  }

  private Workload destination(SocketAddress upstream, Service service) {
    Workload at = workloads.at(upstream.getAddress(), upstream.getPortValue());
    if (at != null) {
      return at;
    }
    if (service.equals(Service.NONE)) {
      return Workload.UNKNOWN;
    }
    Workload workload = destinations.get(service);
    if (workload == null) {
      workload = Workload.service(service);
      bound(destinations);
      destinations.put(service, workload);
    }
    return workload;
  }

  private Service service(String cluster) {
    Service service = services.get(cluster);
    if (service == null) {
      service = Service.ofCluster(cluster);
      bound(services);
      services.put(cluster, service);
      if (service.isInMesh()) {
        bound(called);
        called.putIfAbsent(
            service.name() + "." + service.namespace(), Service.ofHost(service.host(), ""));
      }
    }
    return service;
  }

  // Who answers by itself, such as by a fault, names no cluster; only what has been called before
  // is believed, so that nobody makes services up.
  private Service meant(String authority, String namespace) {
    int port = authority.lastIndexOf(':');
    String[] labels = (port < 0 ? authority : authority.substring(0, port)).split("\\.", 3);
    String name = labels[0] + "." + (labels.length > 1 ? labels[1] : namespace);
    return called.getOrDefault(name, Service.NONE);
  }

  private static String principal(CertificateProperties certificate) {
    for (int i = 0; i < certificate.getSubjectAltNameCount(); i++) {
      String uri = certificate.getSubjectAltName(i).getUri();
      if (!uri.isEmpty()) {
        return uri;
      }
    }
    return "";
  }

  private static String grpcStatus(HTTPResponseProperties response) {
    String trailer = response.getResponseTrailersOrDefault("grpc-status", "");
    String status =
        trailer.isEmpty() ? response.getResponseHeadersOrDefault("grpc-status", "") : trailer;
    return status.length() > 2 ? Workload.NOT_KNOWN : status; // the codes are 0..16
  }

  // Older proxies have no duration.
  private static long micros(AccessLogCommon properties) {
    return micros(
        properties.hasDuration()
            ? properties.getDuration()
            : properties.getTimeToLastDownstreamTxByte());
  }

  private static long micros(Duration duration) {
    return duration.getSeconds() * 1_000_000 + duration.getNanos() / 1000;
  }

  private static long micros(Timestamp time) {
    return time.getSeconds() * 1_000_000 + time.getNanos() / 1000;
  }

  private static String text(SocketAddress address) {
    return address.getAddress().isEmpty()
        ? ""
        : cut(address.getAddress()) + ":" + address.getPortValue();
  }

  private static String known(String principal) {
    return principal.isEmpty() ? Workload.NOT_KNOWN : principal;
  }

  // What is kept must not be as long as whoever calls likes.
  private static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }

  private static void bound(Map<?, ?> map) {
    if (map.size() >= MOST_NAMES) {
      map.clear();
    }
  }
}
