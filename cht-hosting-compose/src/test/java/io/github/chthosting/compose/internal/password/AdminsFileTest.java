package io.github.chthosting.compose.internal.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.Secret;
import io.github.chthosting.plan.PlanRefusedException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Expected is what parse_ini of config.erl makes of the lines. */
class AdminsFileTest {
  private static final Path SETTINGS = Path.of("/cht/.env");

  private static List<String> with(String... lines) {
    return AdminsFile.with(List.of(lines), "medic", Secret.of("new"));
  }

  @Test
  void theLineOfTheAdministratorIsReplaced() {
    assertThat(with("[chttpd]", "medic = x", "[admins]", "other = y", " medic=-pbkdf2-1"))
        .containsExactly("[chttpd]", "medic = x", "[admins]", "medic = new", "other = y");
  }

  @Test
  void aSectionWithACommentIsOne() {
    assertThat(
            with(
                "[admins] ; ours", "medic = old ; his", "; medic = older", "[log] ;x", "medic = z"))
        .containsExactly(
            "[admins] ; ours", "medic = new", "; medic = older", "[log] ;x", "medic = z");
  }

  @Test
  void anotherOfTheSameNameHasNoneOfHisLines() {
    assertThat(with("[admins]", "medic = a", "[log]", "[admins]", "medic = b"))
        .containsExactly("[admins]", "medic = new", "[log]", "[admins]");
    assertThat(with("[log]")).containsExactly("[log]", "", "[admins]", "medic = new");
  }

  @ParameterizedTest
  @ValueSource(strings = {"#Kampala-2026", "a;b", "a = b", "[x]", "it's \"x\"", "é✓", "a b"})
  void whatCouchDbReadsWholeIsCarried(String password) {
    assertThat(AdminsFile.carried(password, SETTINGS).reveal()).isEqualTo(password.toCharArray());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " a", "a\t", ";a", "a ;b", "a\t;b", "a\nb", "-pbkdf2-a", "-hashed-a"})
  void whatItReadsOtherwiseIsRefusedBeforeAnythingIsWritten(String password) {
    assertThatThrownBy(() -> AdminsFile.carried(password, SETTINGS))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageContaining("COUCHDB_PASSWORD in /cht/.env is empty, or one that ")
        .hasMessageEndingWith("Nothing was changed.");
  }
}
