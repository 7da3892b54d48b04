package mesh.telemetry.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.data.accesslog.v3.ConnectionProperties;
import io.envoyproxy.envoy.data.accesslog.v3.HTTPAccessLogEntry;
import io.envoyproxy.envoy.data.accesslog.v3.TCPAccessLogEntry;
import mesh.telemetry.attribute.Call.Protocol;
import mesh.telemetry.attribute.Workload.Kind;
import org.junit.jupiter.api.Test;

class AttributesTest {

  private final Workloads workloads = new Workloads();
  private final Attributes attributes = new Attributes(workloads);
  private final Reporter shop = join(Entries.sidecar("shop", "v1", "127.0.1.1"));
  private final Reporter stock = join(Entries.sidecar("stock", "v1", "127.0.1.2"));

  @Test
  void knowsTheSourceByItsCertificate() {
    Call call = attributes.http(stock, Entries.inbound(Entries.SHOP, "127.0.1.2", 200).build());

    assertThat(call.source()).isEqualTo(shop.workload());
    assertThat(call.destination()).isEqualTo(stock.workload());
    assertThat(call.sourcePrincipal()).isEqualTo(Entries.SHOP);
    assertThat(call.destinationPrincipal()).isEqualTo(Entries.STOCK);
    assertThat(call.isMutualTls()).isTrue();
    assertThat(call.service().host()).isEqualTo("stock.shop.svc.cluster.local");
    assertThat(call.outcome().micros()).isEqualTo(12_000);
    assertThat(call.outcome().requestBytes()).isEqualTo(120);
    assertThat(call.outcome().responseBytes()).isEqualTo(1050);
    assertThat(call.request().path()).isEqualTo("/stock/1");
  }

  @Test
  void takesTheAccountOfAStrangerForItsName() {
    var entry = Entries.inbound("spiffe://cluster.local/ns/far/sa/away", "127.0.1.2", 200);

    Call call = attributes.http(stock, entry.build());

    assertThat(call.source().name()).isEqualTo("away");
    assertThat(call.source().namespace()).isEqualTo("far");
    assertThat(call.source().version()).isEqualTo("unknown");
  }

  @Test
  void isNotFooledByACertificateOfAnotherForm() {
    Call call = attributes.http(stock, Entries.inbound("https://x", "127.0.1.2", 200).build());

    assertThat(call.source()).isEqualTo(Workload.UNKNOWN);
  }

  @Test
  void knowsTheDestinationByItsAddressOnceItHasReported() {
    var outbound = Entries.outbound(Entries.TO_STOCK, "127.0.1.2", 200).build();

    Call before = attributes.http(shop, outbound);
    attributes.http(stock, Entries.inbound(Entries.SHOP, "127.0.1.2", 200).build());
    Call after = attributes.http(shop, outbound);

    assertThat(before.destination().kind()).isEqualTo(Kind.SERVICE);
    assertThat(before.destination().name()).isEqualTo("stock");
    assertThat(after.destination()).isEqualTo(stock.workload());
    assertThat(after.isReportedByDestination()).isTrue();
  }

  @Test
  void tellsWhatReachedNobody() {
    var entry = Entries.outbound(Entries.TO_STOCK, "127.0.1.2", 503);
    entry.getCommonPropertiesBuilder().getResponseFlagsBuilder().setUpstreamConnectionFailure(true);

    Call call = attributes.http(shop, entry.build());

    assertThat(call.isSent()).isFalse();
    assertThat(call.isReportedByDestination()).isFalse();
    assertThat(call.isFailed()).isTrue();
    assertThat(call.outcome().flags().text()).isEqualTo("UF");
  }

  @Test
  void knowsWhoWasMeantWhenTheProxyAnswersByItself() {
    var fault = Entries.outbound("", "", 500);
    fault.getRequestBuilder().setAuthority("stock:9080");
    var elsewhere = Entries.outbound("", "", 500);
    elsewhere.getRequestBuilder().setAuthority("stock.far:9080");

    Call before = attributes.http(shop, fault.build());
    attributes.http(shop, Entries.outbound(Entries.TO_STOCK, "127.0.1.2", 200).build());
    Call after = attributes.http(shop, fault.build());

    assertThat(before.destination()).isEqualTo(Workload.UNKNOWN);
    assertThat(after.destination().kind()).isEqualTo(Kind.SERVICE);
    assertThat(after.service().host()).isEqualTo("stock.shop.svc.cluster.local");
    assertThat(attributes.http(shop, elsewhere.build()).destination()).isEqualTo(Workload.UNKNOWN);
  }

  @Test
  void takesNoNameFromClientsOfAGateway() {
    Reporter gateway = join(Entries.gateway());
    var entry = Entries.outbound("", "", 404);
    entry.getRequestBuilder().setAuthority("stock");
    attributes.http(gateway, Entries.outbound(Entries.TO_STOCK, "127.0.1.2", 200).build());

    assertThat(attributes.http(gateway, entry.build()).destination()).isEqualTo(Workload.UNKNOWN);
  }

  @Test
  void saysOfTwoVersionsOfOneIdentityOnlyWhatIsSure() {
    join(Entries.sidecar("stock", "v2", "127.0.1.3"));
    var entry = Entries.inbound(Entries.STOCK, "127.0.1.1", 200);

    Call unsure = attributes.http(shop, entry.build());
    entry
        .getCommonPropertiesBuilder()
        .getDownstreamDirectRemoteAddressBuilder()
        .getSocketAddressBuilder()
        .setAddress("127.0.1.3");
    Call sure = attributes.http(shop, entry.build());

    assertThat(unsure.source().name()).isEqualTo("stock");
    assertThat(unsure.source().version()).isEqualTo("unknown");
    assertThat(sure.source().version()).isEqualTo("v2");
  }

  @Test
  void forgetsAVersionThatHasLeft() {
    Reporter second = join(Entries.sidecar("stock", "v2", "127.0.1.3"));
    workloads.leave(stock);

    Call call = attributes.http(shop, Entries.inbound(Entries.STOCK, "127.0.1.1", 200).build());

    assertThat(call.source()).isEqualTo(second.workload());
  }

  @Test
  void callsClientsOfAGatewayIngress() {
    Reporter gateway = join(Entries.gateway());

    Call call = attributes.http(gateway, Entries.outbound(Entries.TO_STOCK, "", 404).build());

    assertThat(call.direction()).isEqualTo(Direction.GATEWAY);
    assertThat(call.client()).isEqualTo(Workload.INGRESS);
    assertThat(call.source()).isEqualTo(gateway.workload());
    assertThat(call.source().kind()).isEqualTo(Kind.GATEWAY);
  }

  @Test
  void cutsWhatIsLong() {
    HTTPAccessLogEntry.Builder entry = Entries.inbound("", "127.0.1.2", 200);
    entry.getRequestBuilder().setPath("/" + "x".repeat(100_000));

    assertThat(attributes.http(stock, entry.build()).request().path()).hasSize(513);
  }

  @Test
  void knowsGrpcByItsContentTypeAndItsStatus() {
    HTTPAccessLogEntry.Builder entry = Entries.inbound("", "127.0.1.2", 200);
    entry.getRequestBuilder().putRequestHeaders("content-type", "application/grpc+proto");
    entry.getResponseBuilder().putResponseTrailers("grpc-status", "14");

    Call call = attributes.http(stock, entry.build());

    assertThat(call.protocol()).isEqualTo(Protocol.GRPC);
    assertThat(call.isFailed()).isTrue();
  }

  @Test
  void readsConnections() {
    var entry =
        TCPAccessLogEntry.newBuilder()
            .setCommonProperties(
                Entries.inbound(Entries.SHOP, "127.0.1.2", 0).getCommonProperties())
            .setConnectionProperties(
                ConnectionProperties.newBuilder().setReceivedBytes(7).setSentBytes(9));

    Call call = attributes.tcp(stock, entry.build());

    assertThat(call.protocol()).isEqualTo(Protocol.TCP);
    assertThat(call.outcome().requestBytes()).isEqualTo(7);
    assertThat(call.outcome().responseBytes()).isEqualTo(9);
    assertThat(call.isFailed()).isFalse();
  }

  private Reporter join(io.envoyproxy.envoy.config.core.v3.Node node) {
    Reporter reporter = Reporter.of(node, "");
    workloads.join(reporter);
    return reporter;
  }
}
