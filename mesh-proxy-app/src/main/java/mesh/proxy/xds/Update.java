package mesh.proxy.xds;

import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import mesh.config.InvalidConfigException;

/**
 * What changed of the resources that somebody subscribed to. Immutable.
 *
 * @param resources new or possibly changed
 * @param removed names that are gone
 * @param version of the response; empty if the source has none
 */
public record Update<M extends Message>(
    List<Resource<M>> resources, List<String> removed, String version) {

  public Update {
    resources = List.copyOf(resources);
    removed = List.copyOf(removed);
  }

  /**
   * Takes one resource after the other, those after a wrong one, too.
   *
   * @throws RefusedUpdateException with the faults of all
   */
  public void forEach(Consumer<Resource<M>> task) {
    List<RefusedUpdateException.Fault> faults = new ArrayList<>();
    for (Resource<M> resource : resources) {
      try {
        task.accept(resource);
      } catch (InvalidConfigException e) {
        faults.add(new RefusedUpdateException.Fault(resource.index(), resource.name(), e));
      }
    }
    if (!faults.isEmpty()) {
      throw new RefusedUpdateException(faults);
    }
  }
}
