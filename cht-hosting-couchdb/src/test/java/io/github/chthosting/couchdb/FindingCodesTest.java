package io.github.chthosting.couchdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.plan.FindingCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The list of codes in docs is that of the enums. */
class FindingCodesTest {
  /** A row: {@code | `subject.code` | meaning | next step |}. */
  private static final Pattern ROW =
      Pattern.compile(
          "^\\| `([a-z0-9-]+)\\.([a-z0-9-]+)` \\| \\S.* \\| \\S.* \\|$", Pattern.MULTILINE);

  private static List<String> codes() {
    List<String> codes = new ArrayList<>();
    for (Class<? extends FindingCode> type : ModuleTypes.of(FindingCode.class)) {
      for (FindingCode code : type.getEnumConstants()) {
        codes.add(code.code());
      }
    }
    return codes;
  }

  @Test
  void eachCodeIsListedWithItsMeaningAndTheNextStep() throws IOException {
    Set<String> subjects =
        codes().stream()
            .map(code -> code.substring(0, code.indexOf('.')))
            .collect(Collectors.toSet());
    List<String> listed = new ArrayList<>();
    Matcher row = ROW.matcher(Files.readString(Path.of("..", "docs", "finding-codes.md")));
    while (row.find()) {
      if (subjects.contains(row.group(1))) {
        listed.add(row.group(1) + "." + row.group(2));
      }
    }
    assertThat(listed).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(codes());
  }

  @Test
  void noTwoFindingsHaveTheSameCode() {
    assertThat(codes()).isNotEmpty().hasSameSizeAs(new TreeSet<>(codes()));
  }
}
