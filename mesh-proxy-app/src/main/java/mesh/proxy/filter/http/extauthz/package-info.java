/**
 * Asks an authorization service before a request goes on.
 *
 * <p>Contract:
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/configuration/http/http_filters/ext_authz_filter
 *
 * <p>Not supported: {@code http_service}; typed metadata and metadata of routes; {@code
 * bootstrap_metadata_labels_key}, {@code encode_raw_headers}, {@code validate_mutations}, {@code
 * decoder_header_mutation_rules}, {@code filter_metadata}, {@code emit_filter_state_stats}; query
 * parameters that the service sets or removes are left as they are. Unlike in Envoy, a body of
 * which only a part is asked about, and which goes on to grow past the listener's buffer limit
 * while the service thinks, is answered with 413.
 */
@NullMarked
package mesh.proxy.filter.http.extauthz;

import org.jspecify.annotations.NullMarked;
