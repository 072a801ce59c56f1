package io.github.chthosting.testkit.internal.store;

import io.github.chthosting.testkit.internal.http.ApiException;
import org.jspecify.annotations.Nullable;

/**
 * The result of one edit.
 *
 * @param rev the new revision (of a replicated edit: its own), also when refused: that of the edit
 * @param error why it was refused ({@code conflict}, {@code forbidden}, …), or null
 * @param acceptedOnly whether fewer copies than asked for wrote it, which is 202 to a client
 */
public record WriteResult(String id, Rev rev, @Nullable ApiException error, boolean acceptedOnly) {

  public WriteResult(String id, Rev rev, @Nullable ApiException error) {
    this(id, rev, error, false);
  }

  /** The same, written to too few copies. */
  public WriteResult accepted() {
    return new WriteResult(id, rev, error, true);
  }

  public static WriteResult written(String id, Rev rev) {
    return new WriteResult(id, rev, null);
  }

  /** The revision, or the error thrown. */
  public Rev orThrow() {
    if (error != null) {
      throw error;
    }
    return rev;
  }
}
