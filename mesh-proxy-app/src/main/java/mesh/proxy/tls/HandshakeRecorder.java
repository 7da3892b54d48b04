package mesh.proxy.tls;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.connection.TlsInfo;
import mesh.proxy.tls.peer.EnginePeers;
import mesh.proxy.tls.peer.Peer;
import mesh.proxy.tls.peer.Purpose;
import org.jspecify.annotations.Nullable;

/**
 * Stands behind the TLS handler: writes down what a handshake brought, and why TLS failed. Confined
 * to one event loop.
 */
final class HandshakeRecorder extends ChannelInboundHandlerAdapter {

  private final SslHandler handler;
  private final TlsContext context;
  private final EnginePeers.Expectation expectation;
  private final ConnectionInfo info;
  private final TlsStats stats;
  private final String sentName; // by us; empty on the server's side

  HandshakeRecorder(
      SslHandler handler,
      TlsContext context,
      EnginePeers.Expectation expectation,
      ConnectionInfo info,
      TlsStats stats,
      String sentName) {
    this.handler = handler;
    this.context = context;
    this.expectation = expectation;
    this.info = info;
    this.stats = stats;
    this.sentName = sentName;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (!(event instanceof SslHandshakeCompletionEvent completion)) {
      ctx.fireUserEventTriggered(event);
      return;
    }
    context.peers().forget(handler.engine());
    Throwable failure = completion.isSuccess() ? record() : completion.cause();
    if (failure == null) {
      ctx.fireUserEventTriggered(event);
      return;
    }
    fail(failure);
    ctx.fireUserEventTriggered(
        completion.isSuccess() ? new SslHandshakeCompletionEvent(failure) : event);
    if (completion.isSuccess()) {
      ctx.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    Throwable tls = cause instanceof DecoderException ? cause.getCause() : cause;
    if (!(tls instanceof SSLException)) {
      ctx.fireExceptionCaught(cause);
      return;
    }
    if (info.transportFailure().isEmpty()) {
      fail(tls);
    }
    ctx.close();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    context.peers().forget(handler.engine());
  }

  private void fail(Throwable cause) {
    TlsFailure failure = TlsFailure.of(cause);
    stats.failed(failure);
    info.transportFailure(failure.text());
  }

  /**
   * Null, or why the connection must not go on: the peer of a resumed session is checked here only.
   */
  private @Nullable CertificateException record() {
    SSLEngine engine = handler.engine();
    SSLSession session = engine.getSession();
    Peer peer;
    try {
      peer = peer(engine, session);
    } catch (CertificateException e) {
      return e;
    }
    String alpn = String.valueOf(handler.applicationProtocol());
    TlsInfo tls =
        new TlsInfo(
            session.getProtocol(),
            CipherName.openSsl(session.getCipherSuite()),
            HexFormat.of().formatHex(session.getId()),
            engine.getUseClientMode() ? sentName : EngineFacts.receivedServerName(engine, session),
            handler.applicationProtocol() == null ? "" : alpn,
            local(session),
            peer.presented(),
            peer.verified());
    info.tls(tls);
    if (info.serverName().isEmpty()) {
      info.serverName(tls.serverName());
    }
    if (!tls.alpn().isEmpty()) {
      info.applicationProtocol(tls.alpn());
    }
    stats.overlooked(peer);
    stats.handshake(tls, EngineFacts.curve(session), EngineFacts.isReused(engine));
    return null;
  }

  private Peer peer(SSLEngine engine, SSLSession session) throws CertificateException {
    Certificate[] presented;
    try {
      presented = session.getPeerCertificates();
    } catch (SSLPeerUnverifiedException e) {
      return Peer.UNKNOWN;
    }
    if (presented.length == 0) {
      return Peer.UNKNOWN;
    }
    var chain = new X509Certificate[presented.length];
    for (int depth = 0; depth < chain.length; depth++) {
      chain[depth] = (X509Certificate) presented[depth];
    }
    return expectation.decide(chain, engine.getUseClientMode() ? Purpose.SERVER : Purpose.CLIENT);
  }

  private @Nullable X509Certificate local(SSLSession session) {
    Certificate[] chain = session.getLocalCertificates();
    return chain == null || chain.length == 0 ? context.own() : (X509Certificate) chain[0];
  }
}
