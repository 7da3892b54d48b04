package mesh.pilot.serve.ads;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mesh.pilot.serve.Resource;
import org.jspecify.annotations.Nullable;

/**
 * What a stream wants of one type, and what it has been sent. Confined to its stream. One response
 * is under way at a time, so a slow proxy costs no memory: it gets the newest when it is ready.
 */
final class Subscription {

  private final Set<String> names = new LinkedHashSet<>();
  private final Map<String, String> sent = new HashMap<>(); // version by name
  private final Set<String> forced = new HashSet<>(); // to be sent even if they are the same
  private boolean wildcard;
  private boolean answered;
  private boolean awaiting;
  private boolean stale;
  private String nonce = "";

  /** What is to be sent. */
  record Change(List<Resource> changed, List<String> removed) {

    boolean isEmpty() {
      return changed.isEmpty() && removed.isEmpty();
    }
  }

  /** The names that are wanted; null for all that there are. */
  @Nullable Collection<String> wanted() {
    return wildcard ? null : names;
  }

  /** Wants exactly these; returns whether that is news. */
  boolean want(Collection<String> all, boolean everything) {
    var before = Set.copyOf(names);
    boolean isNew = wildcard != everything;
    wildcard = everything;
    names.clear();
    names.addAll(all);
    all.stream().filter(name -> !before.contains(name)).forEach(forced::add);
    sent.keySet().removeIf(name -> !everything && !names.contains(name));
    return isNew || !before.equals(names);
  }

  void subscribe(Collection<String> more) {
    names.addAll(more);
    forced.addAll(more);
  }

  void wantEverything() {
    wildcard = true;
  }

  void unsubscribe(Collection<String> fewer) {
    names.removeAll(fewer);
    if (!wildcard) {
      fewer.forEach(sent::remove);
    }
  }

  /** The proxy has these from an earlier stream. */
  void has(Map<String, String> versions) {
    sent.putAll(versions);
  }

  /** Sends these again, for what refers to them is new. */
  void force(Collection<String> again) {
    again.stream().filter(name -> wildcard || names.contains(name)).forEach(forced::add);
  }

  void forceAll() {
    forced.addAll(names);
  }

  /** What is new in comparison with what was sent. */
  Change change(Map<String, Resource> now) {
    List<Resource> changed =
        now.values().stream()
            .filter(
                one -> forced.contains(one.name()) || !one.version().equals(sent.get(one.name())))
            .toList();
    List<String> removed = sent.keySet().stream().filter(name -> !now.containsKey(name)).toList();
    return new Change(changed, removed);
  }

  /** Names that were asked for just now and do not exist. */
  List<String> missing(Map<String, Resource> now) {
    return forced.stream().filter(name -> names.contains(name) && !now.containsKey(name)).toList();
  }

  /** A response goes out. */
  void sent(Change change, String newNonce) {
    change.changed().forEach(one -> sent.put(one.name(), one.version()));
    change.removed().forEach(sent::remove);
    forced.clear();
    nonce = newNonce;
    answered = true;
    awaiting = true;
    stale = false;
  }

  /** Whether a request answers the last response. */
  boolean isAnswer(String ofNonce) {
    return nonce.equals(ofNonce);
  }

  void answerCame() {
    awaiting = false;
  }

  /** Nothing goes out before the proxy has answered; then it is looked again. */
  boolean mustWait() {
    stale |= awaiting;
    return awaiting;
  }

  boolean isStale() {
    return stale;
  }

  boolean isAnswered() {
    return answered;
  }

  int size() {
    return sent.size();
  }
}
