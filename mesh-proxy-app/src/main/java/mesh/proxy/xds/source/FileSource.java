package mesh.proxy.xds.source;

import com.google.protobuf.Message;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.read.ConfigReader;
import mesh.proxy.config.read.Places;
import mesh.proxy.config.read.Reading;
import mesh.proxy.config.yaml.YamlText;
import mesh.proxy.xds.RefusedUpdateException;
import mesh.proxy.xds.Resource;
import mesh.proxy.xds.ResourceType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Resources of one type in one file, which is read again when it changes. Confined to the
 * configuration thread.
 */
final class FileSource<M extends Message> {

  private static final Logger log = LoggerFactory.getLogger(FileSource.class);

  private final Path path;
  private final TypeWatch<M> watch;
  private boolean isRead;

  FileSource(Path path, ResourceType<M> type) {
    this.path = path;
    this.watch = new TypeWatch<>(type);
  }

  /** Adds somebody; the file is read for the first one, others get what it said. */
  void add(Watcher<M> watcher) {
    watch.add(watcher);
    if (isRead && watcher.name() != null) {
      watcher.stats().attempted();
      if (!watcher.isAnswered()) {
        watcher.giveUp();
      }
    }
  }

  void remove(Watcher<M> watcher) {
    watch.remove(watcher);
  }

  boolean isWatched() {
    return watch.isWatched();
  }

  /** Reads the file, and tells everybody. */
  void read() {
    isRead = true;
    watch.forgetAbandoned();
    List<Watcher<M>> watchers = watch.watchers();
    watchers.forEach(watcher -> watcher.stats().attempted());
    Reading<DiscoveryResponse> reading;
    try {
      reading = ConfigReader.read(YamlText.of(path), DiscoveryResponse.getDefaultInstance());
    } catch (InvalidConfigException e) {
      failed(watchers, e.sentence());
      return;
    } catch (IOException e) {
      failed(watchers, path + " cannot be read: " + e);
      return;
    }
    reading.warnings().forEach(warning -> log.atWarn().log(warning.sentence()));
    take(reading.message(), reading.places(), watchers);
  }

  private void take(DiscoveryResponse response, Places places, List<Watcher<M>> watchers) {
    String version = response.getVersionInfo();
    List<Resource<M>> resources;
    try {
      List<Response.Body> bodies =
          response.getResourcesList().stream().map(any -> new Response.Body(any, version)).toList();
      resources = ResourceDecoder.decode(watch.type(), bodies);
    } catch (RefusedUpdateException e) {
      watchers.forEach(Watcher::rejectUnread);
      refused(sentence(e, places));
      return;
    }
    try {
      watch.takeState(resources, version);
      log.atInfo()
          .addKeyValue("type", watch.type().word())
          .addKeyValue("file", path)
          .addKeyValue("version", version)
          .addKeyValue("resources", resources.size())
          .log("Configuration taken");
    } catch (RefusedUpdateException e) {
      refused(sentence(e, places));
    }
    sayWhatIsMissing(resources);
    waitNoLonger(watchers);
  }

  private void sayWhatIsMissing(List<Resource<M>> resources) {
    Set<String> missing = new HashSet<>(watch.names());
    resources.forEach(resource -> missing.remove(resource.name()));
    for (String name : missing) {
      log.atWarn()
          .addKeyValue("type", watch.type().word())
          .addKeyValue("file", path)
          .addKeyValue("name", name)
          .log("File has no resource of that name");
    }
  }

  private void failed(List<Watcher<M>> watchers, String why) {
    watchers.forEach(watcher -> watcher.stats().failed());
    refused(why);
    waitNoLonger(watchers);
  }

  private void refused(String why) {
    log.atWarn()
        .addKeyValue("type", watch.type().word())
        .addKeyValue("file", path)
        .addKeyValue("fault", why)
        .log("Configuration refused, the last good one stays");
  }

  private void waitNoLonger(List<Watcher<M>> watchers) {
    for (Watcher<M> watcher : watchers) {
      if (!watcher.isAnswered()) {
        watcher.giveUp();
      }
    }
  }

  private static String sentence(RefusedUpdateException refusal, Places places) {
    return refusal.faults().stream()
        .map(
            fault ->
                new RefusedUpdateException.Fault(
                    fault.index(), fault.name(), places.locate(fault.fault().under(fault.path()))))
        .map(RefusedUpdateException.Fault::sentence)
        .collect(Collectors.joining("\n"));
  }
}
