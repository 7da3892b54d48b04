package mesh.proxy.cel;

import com.google.api.expr.v1alpha1.Expr;
import com.google.api.expr.v1alpha1.ParsedExpr;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelProtoV1Alpha1AbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import mesh.config.InvalidConfigException;
import mesh.proxy.stream.StreamInfo;
import org.jspecify.annotations.Nullable;

/** A boolean expression, compiled. Immutable; shared by all loops. */
public final class CelCondition {

  private final CelRuntime.Program program;

  private CelCondition(CelRuntime.Program program) {
    this.program = program;
  }

  /**
   * Checks and compiles a parsed expression.
   *
   * @throws InvalidConfigException if it uses what is not declared, or types that do not fit
   */
  public static CelCondition compile(Expr expression) {
    CelAbstractSyntaxTree parsed =
        CelProtoV1Alpha1AbstractSyntaxTree.fromParsedExpr(
                ParsedExpr.newBuilder().setExpr(expression).build())
            .getAst();
    try {
      CelAbstractSyntaxTree checked = Environment.COMPILER.check(parsed).getAst();
      return new CelCondition(Environment.RUNTIME.createProgram(checked));
    } catch (CelValidationException e) {
      throw refused(
          e.getErrors().isEmpty() ? e.getMessage() : e.getErrors().getFirst().getMessage());
    } catch (CelEvaluationException e) {
      throw refused(e.getMessage());
    }
  }

  /** False, too, if the expression fails for this request, as a missing map key makes it do. */
  public boolean matches(StreamInfo info) {
    try {
      return Boolean.TRUE.equals(program.eval(new Attributes(info)));
    } catch (CelEvaluationException e) {
      return false;
    }
  }

  private static InvalidConfigException refused(@Nullable String why) {
    return new InvalidConfigException(
        "", "an expression", "a CEL expression over request attributes; " + why);
  }

  /** Loaded with the first condition: the library is large, and few configurations have one. */
  private static final class Environment {

    static final CelRuntime RUNTIME = CelRuntimeFactory.plannerRuntimeBuilder().build();
    static final CelCompiler COMPILER = compiler();

    private static CelCompiler compiler() {
      CelCompilerBuilder builder = CelCompilerFactory.standardCelCompilerBuilder();
      for (String name : Attributes.NAMES) {
        builder.addVar(name, SimpleType.DYN);
      }
      return builder.build();
    }
  }
}
