package io.github.chthosting.testkit.internal.server;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseNamesTest {
  @ParameterizedTest
  @ValueSource(strings = {"medic", "a0_$()+-/b", "_users", "shards/00000000-7fffffff/_users.17"})
  void filesMayHaveTheseNames(String name) {
    assertThatCode(() -> DatabaseNames.checkFile(name)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Medic", "1a", "_x", "a.b", "shards/../_users", "../a", "a\nb"})
  void noFileHasTheseNames(String name) {
    assertThatThrownBy(() -> DatabaseNames.checkFile(name))
        .hasMessageStartingWith("Name: '" + name + "'.");
  }

  @Test
  void aSegmentHasItsLimit() {
    assertThatCode(() -> DatabaseNames.check("a".repeat(238))).doesNotThrowAnyException();
    assertThatThrownBy(() -> DatabaseNames.check("a".repeat(239)))
        .hasMessageStartingWith("At least one path segment of `aaa");
  }
}
