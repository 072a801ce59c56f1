package io.github.chthosting.testkit.internal.store;

import io.github.chthosting.testkit.internal.http.ApiException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The verdict of {@code validate_doc_update} functions on an edit. */
@FunctionalInterface
public interface Validation {

  /** Accepts everything. */
  Validation NONE =
      new Validation() {
        @Override
        public void check(DocumentEdit edit, Supplier<@Nullable DocumentEdit> previous) {}

        @Override
        public boolean any() {
          return false;
        }
      };

  /** Returns whether the database has any such function. */
  default boolean any() {
    return true;
  }

  /**
   * Returns if the edit may be written.
   *
   * @param previous loads the revision that is replaced, null if there is none
   * @throws ApiException 403 {@code forbidden} or 401 {@code unauthorized}
   */
  void check(DocumentEdit edit, Supplier<@Nullable DocumentEdit> previous);
}
