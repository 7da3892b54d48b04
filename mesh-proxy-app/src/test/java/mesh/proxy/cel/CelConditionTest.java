package mesh.proxy.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.expr.v1alpha1.Expr;
import dev.cel.common.CelProtoV1Alpha1AbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import java.net.InetSocketAddress;
import mesh.config.InvalidConfigException;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.http.Headers;
import mesh.proxy.stream.StreamInfo;
import org.junit.jupiter.api.Test;

class CelConditionTest {

  private final StreamInfo info =
      new StreamInfo(
          new ConnectionInfo(
              new InetSocketAddress("10.0.0.1", 80), new InetSocketAddress("192.168.7.9", 5000)),
          1_700_000_000_123L,
          0);

  CelConditionTest() {
    info.requestHead =
        Headers.request("POST", "https", "shop", "/a/b?q=1")
            .add("x-user", "ada")
            .add("x-user", "bob")
            .add("content-length", "17");
  }

  @Test
  void readsTheRequest() {
    assertThat(holds("request.method == 'POST' && request.host == 'shop'")).isTrue();
    assertThat(holds("request.url_path == '/a/b' && request.query == 'q=1'")).isTrue();
    assertThat(holds("request.path.startsWith('/a') && request.path.matches('.*q=[0-9]')"))
        .isTrue();
    assertThat(holds("request.headers['x-user'] == 'ada,bob'")).isTrue();
    assertThat(holds("'x-user' in request.headers && !('x-no' in request.headers)")).isTrue();
    assertThat(holds("request.size == 17 && request.protocol == 'HTTP/1.1'")).isTrue();
    assertThat(holds("request.time > timestamp('2023-01-01T00:00:00Z')")).isTrue();
    assertThat(holds("request.time.getFullYear() == 2023")).isTrue();
  }

  @Test
  void readsTheConnection() {
    info.connection.serverName("shop.test");

    assertThat(holds("source.address == '192.168.7.9:5000' && source.port == 5000")).isTrue();
    assertThat(holds("destination.port in [80, 443]")).isTrue();
    assertThat(holds("!connection.mtls && connection.requested_server_name == 'shop.test'"))
        .isTrue();
  }

  @Test
  void readsWhatFiltersLeft() {
    info.dynamicMetadata("jwt").put("level", 3.0);
    info.filterState().put("who", "ada");

    assertThat(holds("metadata.filter_metadata['jwt']['level'] > 2.5")).isTrue();
    assertThat(holds("filter_state['who'] == 'ada'")).isTrue();
  }

  @Test
  void isFalseIfItFails() {
    assertThat(holds("request.headers['x-no'] == 'a'")).isFalse();
    assertThat(holds("response.code == 200")).isFalse();
    assertThat(holds("request.method")).isFalse();
  }

  @Test
  void knowsMacros() {
    assertThat(holds("has(request.headers.x) || has(request.method)")).isTrue();
    assertThat(holds("['a', 'b'].exists(each, request.url_path.endsWith(each))")).isTrue();
  }

  @Test
  void refusesWhatIsNotDeclared() {
    Expr nobody =
        Expr.newBuilder().setId(1).setIdentExpr(Expr.Ident.newBuilder().setName("nobody")).build();

    assertThatThrownBy(() -> CelCondition.compile(nobody))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("undeclared reference to 'nobody'");
  }

  private boolean holds(String expression) {
    try {
      var parsed =
          CelCompilerFactory.standardCelCompilerBuilder()
              .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
              .build()
              .parse(expression)
              .getAst();
      Expr proto = CelProtoV1Alpha1AbstractSyntaxTree.fromCelAst(parsed).toParsedExpr().getExpr();
      return CelCondition.compile(proto).matches(info);
    } catch (CelValidationException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
