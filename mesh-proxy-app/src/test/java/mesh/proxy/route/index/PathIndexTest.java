package mesh.proxy.route.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import mesh.proxy.http.Headers;
import mesh.proxy.match.Regex;
import mesh.proxy.route.match.PathRule;
import org.junit.jupiter.api.Test;

class PathIndexTest {

  private static final Headers HEAD = new Headers();

  @Test
  void findsAllThatATrialOfEachWouldFindInTheSameOrder() {
    var random = new Random(7);
    for (int round = 0; round < 300; round++) {
      List<PathRule> rules = rules(random, 1 + random.nextInt(40));
      var index = new PathIndex(rules);
      for (int request = 0; request < 50; request++) {
        String path = path(random) + (random.nextBoolean() ? "" : path(random));

        assertThat(matching(candidates(index, path), rules, path))
            .as("%s in %s", path, rules)
            .isEqualTo(matching(all(rules), rules, path));
      }
    }
  }

  @Test
  void triesNoRouteOfAnotherPrefix() {
    var rules = new ArrayList<PathRule>();
    for (int at = 0; at < 1000; at++) {
      rules.add(new PathRule.Prefix("/service/" + at + "/", false));
    }
    rules.add(new PathRule.Prefix("/", false));

    assertThat(candidates(new PathIndex(rules), "/service/500/x")).containsExactly(500, 1000);
  }

  @Test
  void triesOnlyRoutesOfOtherKindsWithoutAPath() {
    var index = new PathIndex(List.of(new PathRule.Prefix("", false), new PathRule.Connect()));

    assertThat(index.next(index.node("", -1), -1)).isEqualTo(1);
  }

  private static List<PathRule> rules(Random random, int count) {
    var rules = new ArrayList<PathRule>();
    for (int at = 0; at < count; at++) {
      String text = path(random);
      rules.add(
          switch (random.nextInt(6)) {
            case 0 -> new PathRule.Exact(text, false);
            case 1 -> new PathRule.Exact(text, true);
            case 2 -> new PathRule.Prefix(text, false);
            case 3 -> new PathRule.Prefix(text, true);
            case 4 -> new PathRule.SeparatedPrefix(text, false);
            default -> new PathRule.Expression(Regex.compile("r", text + ".*"));
          });
    }
    return rules;
  }

  // Of few letters, so that many are alike.
  private static String path(Random random) {
    var path = new StringBuilder("/");
    for (int letters = random.nextInt(5); letters > 0; letters--) {
      path.append("aAb/".charAt(random.nextInt(4)));
    }
    return path.toString();
  }

  private static List<Integer> candidates(PathIndex index, String path) {
    var candidates = new ArrayList<Integer>();
    var node = index.node(path, path.length());
    for (int at = index.next(node, -1); at >= 0; at = index.next(node, at)) {
      candidates.add(at);
    }
    return candidates;
  }

  private static List<Integer> all(List<PathRule> rules) {
    var all = new ArrayList<Integer>();
    for (int at = 0; at < rules.size(); at++) {
      all.add(at);
    }
    return all;
  }

  private static List<Integer> matching(
      List<Integer> candidates, List<PathRule> rules, String path) {
    return candidates.stream()
        .filter(at -> rules.get(at).matches(HEAD, path, path.length()))
        .toList();
  }
}
