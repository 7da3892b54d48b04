package mesh.proxy.format.operator;

import mesh.proxy.stream.StreamInfo;
import org.jspecify.annotations.Nullable;

/** The first characters of a value; JSON has the whole of what is no string. */
record Shortened(Operator operator, int maxLength) implements Operator {

  @Override
  public boolean print(StreamInfo info, StringBuilder to) {
    int start = to.length();
    if (!operator.print(info, to)) {
      return false;
    }
    to.setLength(Math.min(to.length(), start + maxLength));
    return true;
  }

  @Override
  public @Nullable String text(StreamInfo info) {
    String text = operator.text(info);
    return text == null || text.length() <= maxLength ? text : text.substring(0, maxLength);
  }

  @Override
  public boolean isJson() {
    return operator.isJson();
  }

  @Override
  public boolean printJson(StreamInfo info, StringBuilder to) {
    return operator.printJson(info, to);
  }
}
