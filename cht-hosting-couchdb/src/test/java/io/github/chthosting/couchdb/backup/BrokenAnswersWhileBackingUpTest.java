package io.github.chthosting.couchdb.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.UnreachableException;
import io.github.chthosting.couchdb.server.CouchDbException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Answers that break off are taken up again with nothing lost and nothing twice; those that break
 * off each time fail the backup, which leaves nothing.
 */
class BrokenAnswersWhileBackingUpTest extends BrokenAnswersCase {
  @ParameterizedTest
  @EnumSource
  void anAnswerCutInTheMiddleIsTakenUpAgain(Answer answer) throws Exception {
    inject(fault -> fault.cutAfter(answer.bytes), answer, 1);

    assertWholeAndOnce(backup().start().await());
  }

  @ParameterizedTest
  @EnumSource
  void anAnswerThatIsCutEachTimeFailsTheBackup(Answer answer) throws Exception {
    inject(fault -> fault.cutAfter(answer.bytes), answer, 0);

    assertThat(failure())
        .isInstanceOf(UnreachableException.class)
        .hasMessageStartingWith(answer.words + medic.name() + ": ")
        .hasMessageContaining("The database is untouched; the backup is not whole.")
        .hasMessageEndingWith("Check the server's log, and any proxy between.");
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"SMALL_ATTACHMENT", "LARGE_ATTACHMENT"})
  void anErrorWithinTheAnswerIsAskedAgain(Answer answer) throws Exception {
    inject(fault -> fault.errorInBodyAfter(answer.bytes), answer, 1);

    assertWholeAndOnce(backup().start().await());
  }

  /**
   * Errors within an answer; not that of {@code _bulk_get}, whose error comes behind all that was
   * asked for.
   */
  @ParameterizedTest
  @EnumSource(names = {"CHANGES", "CHANGES_LATE", "LOCAL_DOCUMENTS"})
  void anErrorWithinEachAnswerFailsTheBackup(Answer answer) throws Exception {
    inject(fault -> fault.errorInBodyAfter(answer.bytes), answer, 0);

    assertThat(failure())
        .isInstanceOf(CouchDbException.class)
        .hasMessage(
            "%s%s: timeout - injected. The database is untouched; the backup is not whole.",
            answer.words, medic.name());
  }
}
