package mesh.proxy.config.read;

import com.google.protobuf.Message;
import java.util.List;
import mesh.proxy.config.ConfigWarning;

/**
 * A document that was read.
 *
 * @param message obeys the rules of its proto; what its {@code Any}s contain is not yet checked
 * @param warnings with their places
 * @param places for faults that are found later on
 */
public record Reading<M extends Message>(M message, List<ConfigWarning> warnings, Places places) {

  public Reading {
    warnings = List.copyOf(warnings);
  }
}
