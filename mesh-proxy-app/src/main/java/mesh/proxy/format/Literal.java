package mesh.proxy.format;

import mesh.proxy.stream.StreamInfo;

/** Text between operators. */
record Literal(String literal) implements Operator {

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
