package mesh.proxy.stats.tag;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mesh.config.InvalidConfigException;
import org.jspecify.annotations.Nullable;

/** All tags that are looked for, in order. Immutable. */
public final class TagRules {

  /** Envoy's own tags and no others. */
  public static final TagRules STANDARD = of(true, List.of());

  /**
   * A tag of the configuration.
   *
   * @param regex how it is found; null takes the rule of Envoy's own tag of that name
   * @param fixed the value of every metric's tag; null if it is found in names
   */
  public record Rule(String tagName, @Nullable String regex, @Nullable String fixed) {}

  /**
   * A name without its tags.
   *
   * @param tags fixed ones first
   */
  public record Tagged(String name, List<Tag> tags) {}

  private final List<Tag> fixed;
  private final List<TagExtractor> anywhere = new ArrayList<>(); // rules without a first token
  private final Map<String, List<TagExtractor>> byFirstToken =
      new HashMap<>(); // each list with those, in order

  private TagRules(List<TagExtractor> extractors, List<Tag> fixed) {
    this.fixed = List.copyOf(fixed);
    extractors.forEach(rule -> byFirstToken.put(rule.firstToken(), new ArrayList<>()));
    for (TagExtractor rule : extractors) {
      if (rule.firstToken().isEmpty()) {
        anywhere.add(rule);
        byFirstToken.values().forEach(rules -> rules.add(rule));
      } else {
        byFirstToken.getOrDefault(rule.firstToken(), anywhere).add(rule);
      }
    }
    byFirstToken.remove("");
  }

  /**
   * Envoy's own tags, if wanted, then those of the configuration.
   *
   * @throws InvalidConfigException with a field such as {@code stats_tags[0].regex}
   */
  public static TagRules of(boolean standard, List<Rule> rules) {
    var extractors = new ArrayList<TagExtractor>(standard ? StandardTags.ALL : List.of());
    var fixed = new ArrayList<Tag>();
    Set<String> names = new HashSet<>();
    extractors.forEach(extractor -> names.add(extractor.tagName()));
    for (int at = 0; at < rules.size(); at++) {
      Rule rule = rules.get(at);
      if (!names.add(rule.tagName())) {
        throw new InvalidConfigException(
            "stats_tags[" + at + "].tag_name", rule.tagName(), "a tag that no other rule sets");
      }
      if (rule.fixed() != null) {
        fixed.add(new Tag(rule.tagName(), rule.fixed()));
      } else {
        try {
          extractors.addAll(extractors(rule));
        } catch (InvalidConfigException e) {
          throw e.under("stats_tags[" + at + "]");
        }
      }
    }
    return new TagRules(extractors, fixed);
  }

  private static List<? extends TagExtractor> extractors(Rule rule) {
    if (rule.regex() != null && !rule.regex().isEmpty()) {
      return List.of(RegexTag.of(rule.tagName(), rule.regex()));
    }
    var known =
        StandardTags.ALL.stream().filter(tag -> tag.tagName().equals(rule.tagName())).toList();
    if (known.isEmpty()) {
      throw new InvalidConfigException(
          "tag_name",
          rule.tagName(),
          "one of Envoy's own tags, or a regex or fixed_value beside it");
    }
    return known;
  }

  /** Takes the tags out of a full name. */
  public Tagged split(String metricName) {
    int dot = metricName.indexOf('.');
    String first = dot < 0 ? metricName : metricName.substring(0, dot);
    var tags = new ArrayList<>(fixed);
    boolean @Nullable [] removed = null;
    for (TagExtractor rule : byFirstToken.getOrDefault(first, anywhere)) {
      TagExtractor.Found found = isSet(tags, rule.tagName()) ? null : rule.find(metricName);
      if (found != null) {
        tags.add(new Tag(rule.tagName(), found.value()));
        removed = removed == null ? new boolean[metricName.length()] : removed;
        java.util.Arrays.fill(removed, found.from(), found.to(), true);
      }
    }
    return new Tagged(removed == null ? metricName : without(metricName, removed), tags);
  }

  private static boolean isSet(List<Tag> tags, String name) {
    for (Tag tag : tags) {
      if (tag.name().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private static String without(String name, boolean[] removed) {
    var rest = new StringBuilder(name.length());
    for (int at = 0; at < removed.length; at++) {
      if (!removed[at]) {
        rest.append(name.charAt(at));
      }
    }
    return rest.toString();
  }
}
