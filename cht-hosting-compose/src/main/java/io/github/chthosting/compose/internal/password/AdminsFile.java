package io.github.chthosting.compose.internal.password;

import io.github.chthosting.Secret;
import io.github.chthosting.plan.PlanRefusedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The file of settings in which CouchDB's administrators are, as CouchDB reads it: a comment begins
 * with a line or behind white space, white space around a value is none of it, and a value that
 * looks hashed is taken for a hash. Source: config.erl of CouchDB 3.3 and 3.5.
 */
final class AdminsFile {
  private static final Pattern COMMENT = Pattern.compile("^;.*|[ \\t];.*");
  private static final Pattern LOST =
      Pattern.compile(
          "\\s.*|.*\\s|;.*|.*[ \\t];.*|.*[\\r\\n\u001A].*|-(pbkdf2|hashed)-.*|", Pattern.DOTALL);

  private AdminsFile() {}

  /**
   * Returns a password that CouchDB reads as it is written.
   *
   * @param settings where it is from, for the message
   * @throws PlanRefusedException if not; the message does not show it
   */
  static Secret carried(String password, Path settings) {
    if (LOST.matcher(password).matches()) {
      throw new PlanRefusedException(
          "recovery of the password",
          List.of(
              "COUCHDB_PASSWORD in "
                  + settings
                  + " is empty, or one that CouchDB's own file cannot hold (white space at an end, a"
                  + " semicolon after white space or first, a line's end): write another there, of"
                  + " letters, digits, and . _ ~ -. Nothing was changed."));
    }
    return Secret.of(password);
  }

  /**
   * The lines with this administrator's password: in the section of administrators, in place of the
   * administrator's line or as a new one.
   */
  static List<String> with(List<String> lines, String user, Secret password) {
    String line = user + " = " + String.valueOf(password.reveal());
    List<String> all = new ArrayList<>();
    boolean inAdmins = false;
    boolean written = false;
    for (String each : lines) {
      String text = COMMENT.matcher(each.strip()).replaceFirst("").strip();
      boolean section = text.startsWith("[") && text.endsWith("]");
      inAdmins = section ? text.equals("[admins]") : inAdmins;
      if (!inAdmins || !text.matches("\\Q" + user + "\\E\\s*=.*")) {
        all.add(each);
      }
      if (inAdmins && section && !written) {
        all.add(line);
        written = true;
      }
    }
    if (!written) {
      all.addAll(List.of("", "[admins]", line));
    }
    return all;
  }
}
