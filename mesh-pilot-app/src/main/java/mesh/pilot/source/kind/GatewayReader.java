package mesh.pilot.source.kind;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mesh.pilot.document.Element;
import mesh.pilot.document.Fields;
import mesh.pilot.model.Gateway;
import mesh.pilot.model.Gateway.Server;
import mesh.pilot.model.Gateway.ServerTls;
import mesh.pilot.model.Gateway.TlsVersion;
import mesh.pilot.model.Meta;
import mesh.pilot.model.Protocol;

/** Reads {@code Gateway}. */
final class GatewayReader {

  private static final String FOLDER = "[A-Za-z0-9][-A-Za-z0-9_.]*";

  private GatewayReader() {}

  static Gateway read(Meta meta, Fields spec) {
    Map<String, String> selector = spec.textMap("selector");
    List<Server> servers = spec.objects("servers", GatewayReader::server);
    if (servers.isEmpty()) {
      spec.missing("servers", "at least one server");
    }
    Set<String> names = new HashSet<>();
    for (Server server : servers) {
      if (!server.name().isEmpty() && !names.add(server.name())) {
        spec.missing("servers", "each name once; " + server.name() + " is there twice");
      }
    }
    return new Gateway(meta, selector, servers);
  }

  private static Server server(Fields fields) {
    Gateway.Port port = fields.object("port", GatewayReader::port);
    if (port == null) {
      fields.missing("port", "an object with number, protocol and name");
      port = new Gateway.Port(1, Protocol.HTTP, "");
    }
    List<String> hosts = fields.list("hosts", GatewayReader::host);
    if (hosts.isEmpty()) {
      fields.missing("hosts", "at least one host");
    }
    ServerTls tls = fields.object("tls", GatewayReader::tls);
    boolean wantsTls = port.protocol() == Protocol.HTTPS;
    if (wantsTls && (tls == null || tls.mode() == ServerTls.Mode.NONE)) {
      fields.missing("tls", "an object with a mode, as the protocol is HTTPS");
    } else if (!wantsTls && tls != null && tls.mode() != ServerTls.Mode.NONE) {
      fields.missing("tls", "no mode, as the protocol is " + port.protocol());
    }
    return new Server(fields.text("name", ""), port, hosts, tls);
  }

  private static Gateway.Port port(Fields fields) {
    Integer number = fields.integer("number", 1, VirtualServiceReader.MOST_PORTS);
    if (number == null) {
      fields.missing("number", "1..65535");
    }
    String text = fields.required("protocol");
    Protocol protocol = Protocol.of(text).orElse(Protocol.HTTP);
    boolean isSupported =
        protocol.isHttp() && Protocol.of(text).isPresent() || protocol == Protocol.HTTPS;
    if (!text.isEmpty() && !isSupported) {
      fields.missing("protocol", "HTTP, HTTP2, GRPC or HTTPS");
    }
    return new Gateway.Port(
        number == null ? 1 : number, protocol, fields.text("name", protocol.name()));
  }

  /** A host, perhaps behind {@code namespace/}. */
  private static String host(Element element) {
    String text = element.text();
    int slash = text.indexOf('/');
    if (slash < 0) {
      return Names.wildcardHost(element);
    }
    String namespace = text.substring(0, slash);
    if (!namespace.matches("[.*]|[a-z0-9-]+") || text.indexOf('/', slash + 1) >= 0) {
      element.fault(text, "a host, or namespace/host");
    }
    return text;
  }

  private static ServerTls tls(Fields fields) {
    ServerTls.Mode mode = fields.choice("mode", ServerTls.Mode.class, ServerTls.Mode.NONE);
    var tls =
        new ServerTls(
            fields.flag("httpsRedirect"),
            mode,
            fields.text("serverCertificate", ""),
            fields.text("privateKey", ""),
            fields.text("caCertificates", ""),
            fields.text("credentialName", ""),
            fields.texts("subjectAltNames"),
            fields.choice("minProtocolVersion", TlsVersion.class, TlsVersion.TLS_AUTO),
            fields.choice("maxProtocolVersion", TlsVersion.class, TlsVersion.TLS_AUTO));
    check(fields, tls);
    versions(fields, tls);
    return tls;
  }

  /** Every field that is there has an effect in the mode that is there. */
  private static void check(Fields fields, ServerTls tls) {
    ServerTls.Mode mode = tls.mode();
    boolean ownFiles = mode == ServerTls.Mode.SIMPLE || mode == ServerTls.Mode.MUTUAL;
    if (ownFiles && tls.credentialName().isEmpty()) {
      require(fields, "serverCertificate", tls.serverCertificate(), mode);
      require(fields, "privateKey", tls.privateKey(), mode);
      if (mode == ServerTls.Mode.MUTUAL) {
        require(fields, "caCertificates", tls.caCertificates(), mode);
      } else {
        forbid(fields, "caCertificates", "as mode is " + mode);
      }
    } else {
      String why = ownFiles ? "beside credentialName" : "as mode is " + mode;
      List.of("serverCertificate", "privateKey", "caCertificates")
          .forEach(name -> forbid(fields, name, why));
    }
    if (!ownFiles) {
      forbid(fields, "credentialName", "as mode is " + mode);
    } else if (!tls.credentialName().isEmpty() && !tls.credentialName().matches(FOLDER)) {
      fields.missing("credentialName", "a name of letters, digits, -, _ and .");
    }
    if (mode == ServerTls.Mode.SIMPLE || mode == ServerTls.Mode.NONE) {
      forbid(fields, "subjectAltNames", "as mode is " + mode);
    }
    if (mode == ServerTls.Mode.NONE) {
      forbid(fields, "minProtocolVersion", "as mode is " + mode);
      forbid(fields, "maxProtocolVersion", "as mode is " + mode);
    } else if (tls.httpsRedirect()) {
      fields.missing("httpsRedirect", "false, as mode is " + mode);
    }
  }

  private static void versions(Fields fields, ServerTls tls) {
    if (tls.maxProtocolVersion() != TlsVersion.TLS_AUTO
        && tls.maxProtocolVersion().compareTo(tls.minProtocolVersion()) < 0) {
      fields.missing("maxProtocolVersion", "at least " + tls.minProtocolVersion());
    }
  }

  private static void forbid(Fields fields, String name, String why) {
    if (fields.has(name)) {
      fields.missing(name, "nothing, " + why);
    }
  }

  private static void require(Fields fields, String name, String value, ServerTls.Mode mode) {
    if (value.isEmpty()) {
      fields.missing(name, "a file, or a credentialName, as mode is " + mode);
    }
  }
}
