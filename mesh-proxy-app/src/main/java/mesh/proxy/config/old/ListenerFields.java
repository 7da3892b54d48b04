package mesh.proxy.config.old;

import com.google.protobuf.Struct;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import io.envoyproxy.envoy.config.bootstrap.v3.LayeredRuntime;
import io.envoyproxy.envoy.config.bootstrap.v3.RuntimeLayer;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.envoyproxy.envoy.type.tracing.v3.CustomTag;
import java.util.List;
import java.util.Map;
import mesh.proxy.config.proto.Spellings.OldKey;

/** The fields of the bootstrap, listeners and filters that are written in another way today. */
final class ListenerFields {

  private static final String MANAGER =
      "envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager";
  private static final String GZIP = "envoy.extensions.filters.http.gzip.v3.Gzip.";

  private ListenerFields() {}

  /** By message and field. */
  static Map<String, OldKey> all() {
    return Map.ofEntries(
        Map.entry(bootstrap("listeners"), MovedField.to("static_resources.listeners")),
        Map.entry(bootstrap("clusters"), MovedField.to("static_resources.clusters")),
        Map.entry(bootstrap("secrets"), MovedField.to("static_resources.secrets")),
        Map.entry(bootstrap("runtime"), runtime()),
        Map.entry(
            "envoy.config.core.v3.Node.build_version",
            new DroppedField("the proxy itself says its version")),
        Map.entry(
            "envoy.config.listener.v3.FilterChain.tls_context",
            new TlsContext(KnownExtensions.DOWNSTREAM_TLS)),
        Map.entry(
            MANAGER + ".idle_timeout", MovedField.to("common_http_protocol_options.idle_timeout")),
        Map.entry(
            MANAGER + ".Tracing.operation_name",
            new DroppedField("the listener's traffic_direction says it")),
        Map.entry(MANAGER + ".Tracing.request_headers_for_tags", headersForTags()),
        Map.entry(
            "envoy.extensions.filters.common.fault.v3.FaultDelay.type",
            new DroppedField("every delay is a fixed one")),
        Map.entry(
            "envoy.extensions.filters.http.ext_authz.v3.ExtAuthz.use_alpha",
            new DroppedField("there is one version of the service")),
        Map.entry(
            "envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext"
                + ".verify_subject_alt_name",
            subjectAltNames()),
        Map.entry(GZIP + "content_length", MovedField.to("compressor.content_length")),
        Map.entry(GZIP + "content_type", MovedField.to("compressor.content_type")),
        Map.entry(
            GZIP + "disable_on_etag_header", MovedField.to("compressor.disable_on_etag_header")),
        Map.entry(
            GZIP + "remove_accept_encoding_header",
            MovedField.to("compressor.remove_accept_encoding_header")));
  }

  private static String bootstrap(String field) {
    return "envoy.config.bootstrap.v3.Bootstrap." + field;
  }

  private static OldKey headersForTags() {
    return new RewrittenField<HttpConnectionManager.Tracing.Builder>(
        "custom_tags with request_header",
        io.envoyproxy.envoy.config.filter.network.http_connection_manager.v2.HttpConnectionManager
                .Tracing
            ::getDefaultInstance,
        "request_headers_for_tags",
        false,
        (tracing, headers) -> {
          for (Object header : (List<?>) headers) {
            var name = (String) header;
            tracing.addCustomTags(
                CustomTag.newBuilder()
                    .setTag(name)
                    .setRequestHeader(CustomTag.Header.newBuilder().setName(name)));
          }
        });
  }

  @SuppressWarnings("deprecation") // names of any kind, as the old field had them
  private static OldKey subjectAltNames() {
    return new RewrittenField<CertificateValidationContext.Builder>(
        "match_typed_subject_alt_names",
        () -> io.envoyproxy.envoy.api.v2.auth.CertificateValidationContext.getDefaultInstance(),
        "verify_subject_alt_name",
        false,
        (context, names) ->
            ((List<?>) names)
                .forEach(
                    name ->
                        context.addMatchSubjectAltNames(
                            StringMatcher.newBuilder().setExact((String) name))));
  }

  // The layers that the old message stood for, the strongest last.
  private static OldKey runtime() {
    return new RewrittenField<Bootstrap.Builder>(
        "layered_runtime",
        () -> io.envoyproxy.envoy.config.bootstrap.v2.Bootstrap.getDefaultInstance(),
        "runtime",
        false,
        (bootstrap, value) -> {
          var old = (io.envoyproxy.envoy.config.bootstrap.v2.Runtime) value;
          var layers = LayeredRuntime.newBuilder();
          layers.addLayers(layer("base").setStaticLayer(base(old)));
          if (!old.getSymlinkRoot().isEmpty()) {
            layers.addLayers(layer("root").setDiskLayer(disk(old, old.getSubdirectory(), false)));
            if (!old.getOverrideSubdirectory().isEmpty()) {
              layers.addLayers(
                  layer("override").setDiskLayer(disk(old, old.getOverrideSubdirectory(), true)));
            }
          }
          layers.addLayers(
              layer("admin").setAdminLayer(RuntimeLayer.AdminLayer.getDefaultInstance()));
          bootstrap.setLayeredRuntime(layers);
        });
  }

  private static Struct base(io.envoyproxy.envoy.config.bootstrap.v2.Runtime old) {
    return old.getBase();
  }

  private static RuntimeLayer.Builder layer(String name) {
    return RuntimeLayer.newBuilder().setName(name);
  }

  private static RuntimeLayer.DiskLayer.Builder disk(
      io.envoyproxy.envoy.config.bootstrap.v2.Runtime old, String folder, boolean perCluster) {
    return RuntimeLayer.DiskLayer.newBuilder()
        .setSymlinkRoot(old.getSymlinkRoot())
        .setSubdirectory(folder)
        .setAppendServiceCluster(perCluster);
  }
}
