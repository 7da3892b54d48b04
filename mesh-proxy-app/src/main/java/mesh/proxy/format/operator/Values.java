package mesh.proxy.format.operator;

import java.util.Map;
import java.util.function.Function;
import mesh.proxy.stream.StreamInfo;
import org.jspecify.annotations.Nullable;

/** Operators that are one look at the facts of a stream. */
final class Values {

  /** What a {@link Whole} gives if there is no value. */
  static final long NONE = Long.MIN_VALUE;

  private Values() {}

  /** A string. */
  @FunctionalInterface
  interface Text extends Operator {

    /** Null if there is no value. */
    @Nullable String of(StreamInfo info);

    @Override
    default @Nullable String text(StreamInfo info) {
      return of(info);
    }

    @Override
    default boolean print(StreamInfo info, StringBuilder to) {
      String text = of(info);
      if (text == null) {
        return false;
      }
      to.append(text);
      return true;
    }
  }

  /** A whole number. */
  @FunctionalInterface
  interface Whole extends Operator {

    /** {@link #NONE} if there is no value. */
    long of(StreamInfo info);

    @Override
    default boolean print(StreamInfo info, StringBuilder to) {
      long number = of(info);
      if (number == NONE) {
        return false;
      }
      to.append(number);
      return true;
    }

    @Override
    default boolean isJson() {
      return true;
    }
  }

  /** Registers an operator without arguments. */
  static void add(
      Map<String, Function<OperatorCall, Operator>> all, String name, Operator operator) {
    all.put(
        name,
        call -> {
          call.requireNoArgument();
          call.requireNoLength();
          return operator;
        });
  }

  static void text(Map<String, Function<OperatorCall, Operator>> all, String name, Text operator) {
    add(all, name, operator);
  }

  static void number(
      Map<String, Function<OperatorCall, Operator>> all, String name, Whole operator) {
    add(all, name, operator);
  }

  static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
