package mesh.pilot.serve.secure;

import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import mesh.config.InvalidConfigException;
import mesh.identity.SpiffeId;
import mesh.identity.Svid;
import mesh.identity.TrustDomain;
import mesh.pilot.serve.ProxyNode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a proxy only what is for the namespace, and if it names one the service account, that its
 * certificate proves: what it says of itself in the first request must agree, as in Istio. Shared
 * by all threads.
 */
public final class OwnNamespace implements ServerInterceptor {

  private static final Logger log = LoggerFactory.getLogger(OwnNamespace.class);
  private static final String ACCOUNT = "SERVICE_ACCOUNT";

  private final TrustDomain trustDomain;

  public OwnNamespace(String trustDomain) {
    this.trustDomain = new TrustDomain(trustDomain);
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    SpiffeId caller;
    try {
      caller = caller(call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION));
    } catch (InvalidConfigException e) {
      refuse(call, e.sentence());
      return new ServerCall.Listener<>() {};
    }
    return new FirstRequest<>(next.startCall(call, headers), call, caller);
  }

  private SpiffeId caller(@Nullable SSLSession session) {
    try {
      if (session != null) {
        SpiffeId id = Svid.id((X509Certificate) session.getPeerCertificates()[0]);
        if (!id.trustDomain().equals(trustDomain)) {
          throw new InvalidConfigException("certificate", id, "the trust domain " + trustDomain);
        }
        return id;
      }
    } catch (SSLPeerUnverifiedException e) {
      // said below
    }
    throw new InvalidConfigException("certificate", null, "one of the mesh");
  }

  private static void refuse(ServerCall<?, ?> call, String reason) {
    log.atWarn()
        .addKeyValue("address", call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR))
        .addKeyValue("reason", reason)
        .log("Proxy refused");
    call.close(Status.PERMISSION_DENIED.withDescription(reason), new Metadata());
  }

  /** Null if the caller may have what it asks for. */
  private static @Nullable String contradiction(Node node, SpiffeId caller) {
    String namespace;
    try {
      namespace = ProxyNode.read(node).namespace();
    } catch (InvalidConfigException e) {
      return null; // the service itself refuses it
    }
    String account =
        node.getMetadata().getFieldsOrDefault(ACCOUNT, Value.getDefaultInstance()).getStringValue();
    if (!namespace.equals(caller.namespace())) {
      return "node "
          + node.getId()
          + " is of the namespace "
          + namespace
          + ", but its certificate is for "
          + caller;
    }
    if (!account.isEmpty() && !account.equals(caller.serviceAccount())) {
      return "node "
          + node.getId()
          + " says that its service account is "
          + account
          + ", but its certificate is for "
          + caller;
    }
    return null;
  }

  /** Looks at the first request of a stream; the ones behind it are of the same node. */
  private static final class FirstRequest<Q> extends SimpleForwardingServerCallListener<Q> {

    private final ServerCall<Q, ?> call;
    private final SpiffeId caller;
    private boolean looked;
    private boolean refused;

    FirstRequest(ServerCall.Listener<Q> next, ServerCall<Q, ?> call, SpiffeId caller) {
      super(next);
      this.call = call;
      this.caller = caller;
    }

    @Override
    public void onMessage(Q request) {
      if (!looked) {
        looked = true;
        String reason =
            switch (request) {
              case DiscoveryRequest first -> contradiction(first.getNode(), caller);
              case DeltaDiscoveryRequest first -> contradiction(first.getNode(), caller);
              default -> "this is no request of xDS";
            };
        if (reason != null) {
          refused = true;
          refuse(call, reason);
          super.onCancel(); // for the service, the proxy is gone
        }
      }
      if (!refused) {
        super.onMessage(request);
      }
    }

    @Override
    public void onHalfClose() {
      if (!refused) {
        super.onHalfClose();
      }
    }

    @Override
    public void onCancel() {
      if (!refused) {
        super.onCancel();
      }
    }

    @Override
    public void onComplete() {
      if (!refused) {
        super.onComplete();
      }
    }
  }
}
