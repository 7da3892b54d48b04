package mesh.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionTest {

  private static final List<String> KNOWN = List.of("name", "address", "filter_chains", "metadata");

  @Test
  void findsTheNearestName() {
    assertThat(Suggestion.nearest("filter_chain", KNOWN)).hasValue("filter_chains");
    assertThat(Suggestion.nearest("adress", KNOWN)).hasValue("address");
    assertThat(Suggestion.nearest("nmae", KNOWN)).hasValue("name");
    assertThat(Suggestion.nearest("Name", KNOWN)).hasValue("name");
  }

  @Test
  void guessesNothingFromFarAway() {
    assertThat(Suggestion.nearest("port", KNOWN)).isEmpty();
    assertThat(Suggestion.nearest("x", KNOWN)).isEmpty();
  }

  @Test
  void endsASentence() {
    assertThat(Suggestion.hint("metdata", KNOWN)).isEqualTo("; did you mean metadata?");
    assertThat(Suggestion.hint("port", KNOWN)).isEmpty();
  }
}
