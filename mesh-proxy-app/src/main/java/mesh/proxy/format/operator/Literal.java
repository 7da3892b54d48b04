package mesh.proxy.format.operator;

import mesh.proxy.stream.StreamInfo;

/** Text between operators. */
public record Literal(String literal) implements Operator {

  @Override
  public boolean print(StreamInfo info, StringBuilder to) {
    to.append(literal);
    return true;
  }

  @Override
  public String text(StreamInfo info) {
    return literal;
  }
}
