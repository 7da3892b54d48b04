package mesh.pilot.serve.ads;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mesh.pilot.serve.Resource;
import mesh.pilot.serve.View;
import org.jspecify.annotations.Nullable;

/**
 * What a stream wants of one type, and what it has been sent. Confined to its stream. One response
 * is under way at a time, so a slow proxy costs no memory: it gets the newest when it is ready.
 */
final class Subscription {

  private final Set<String> names = new LinkedHashSet<>();
  private final Map<String, String> sent = new HashMap<>(); // version by name
  private final Set<String> forced = new HashSet<>(); // to be sent even if they are the same
  private List<View> seen = List.of(); // what was looked at last, unless more is wanted since
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
    boolean isNew = wildcard != everything;
    wildcard = everything;
    if (!isNew && names.size() == all.size() && names.containsAll(all)) {
      return false;
    }
    all.stream().filter(name -> !names.contains(name)).forEach(forced::add);
    names.clear();
    names.addAll(all);
    sent.keySet().removeIf(name -> !everything && !names.contains(name));
    seen = List.of();
    return true;
  }

  void subscribe(Collection<String> more) {
    names.addAll(more);
    forced.addAll(more);
  }

  void wantEverything() {
    wildcard = true;
    seen = List.of();
  }

  void unsubscribe(Collection<String> fewer) {
    names.removeAll(fewer);
    forced.removeAll(fewer);
    if (!wildcard) {
      fewer.forEach(sent::remove);
    }
  }

  /** The proxy has these from an earlier stream. */
  void has(Map<String, String> versions) {
    sent.putAll(versions);
    seen = List.of();
  }

  /** Sends these again, for what refers to them is new. */
  void force(Collection<String> again) {
    again.stream().filter(name -> wildcard || names.contains(name)).forEach(forced::add);
  }

  void forceAll() {
    forced.addAll(names);
  }

  /** What is new in comparison with what was sent. */
  Change change(List<View> now) {
    List<Resource> changed = new ArrayList<>();
    List<String> removed = new ArrayList<>();
    for (String name : candidates(now)) {
      if (!wildcard && !names.contains(name)) {
        continue;
      }
      Resource resource = find(now, name);
      String version = sent.get(name);
      if (resource == null) {
        if (version != null) {
          removed.add(name);
        }
      } else if (forced.contains(name) || !resource.version().equals(version)) {
        changed.add(resource);
      }
    }
    seen = now;
    stale = false;
    return new Change(changed, removed);
  }

  private Collection<String> candidates(List<View> now) {
    Collection<String> news = news(now);
    if (news != null) {
      if (forced.isEmpty()) {
        return news;
      }
      Set<String> some = new LinkedHashSet<>(news);
      some.addAll(forced);
      return some;
    }
    if (!wildcard) {
      return List.copyOf(names);
    }
    Set<String> all = new LinkedHashSet<>();
    now.forEach(view -> all.addAll(view.all().keySet()));
    all.addAll(sent.keySet());
    return all;
  }

  /** Null if everything must be looked at. */
  private @Nullable Collection<String> news(List<View> now) {
    if (seen.size() != now.size()) {
      return null;
    }
    Collection<String> news = List.of();
    for (int at = 0; at < now.size(); at++) {
      Collection<String> ofView = now.get(at).since(seen.get(at));
      if (ofView == null) {
        return null;
      }
      if (news.isEmpty()) {
        news = ofView;
      } else if (!ofView.isEmpty()) {
        news = new LinkedHashSet<>(news);
        news.addAll(ofView);
      }
    }
    return news;
  }

  private static @Nullable Resource find(List<View> views, String name) {
    for (View view : views) {
      Resource resource = view.get(name);
      if (resource != null) {
        return resource;
      }
    }
    return null;
  }

  /** Everything that is wanted and exists. */
  List<Resource> all(List<View> now) {
    List<Resource> all = new ArrayList<>();
    if (wildcard) {
      now.forEach(view -> all.addAll(view.all().values()));
    } else {
      for (String name : names) {
        Resource resource = find(now, name);
        if (resource != null) {
          all.add(resource);
        }
      }
    }
    return all;
  }

  /** Names that were asked for just now and do not exist. */
  List<String> missing(List<View> now) {
    return forced.stream().filter(name -> names.contains(name) && find(now, name) == null).toList();
  }

  /** A response goes out. */
  void sent(Change change, String newNonce) {
    change.changed().forEach(one -> sent.put(one.name(), one.version()));
    change.removed().forEach(sent::remove);
    forced.clear();
    nonce = newNonce;
    answered = true;
    awaiting = true;
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
