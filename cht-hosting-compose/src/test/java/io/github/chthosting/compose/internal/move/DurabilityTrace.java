package io.github.chthosting.compose.internal.move;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The system calls of a program, as strace wrote them down: which contents and names were not on
 * disk yet when the program said that a write had returned.
 */
final class DurabilityTrace {
  /** A file that a program looks for, to say so. */
  static final String RETURNED = "the-write-has-returned";

  private static final Pattern CREATED =
      Pattern.compile("open(?:at)?\\(.*?\"([^\"]*)\", .*O_CREAT.* = \\d+.*");
  private static final Pattern FOLDER = Pattern.compile("mkdir(?:at)?\\(.*?\"([^\"]*)\".* = 0");
  private static final Pattern WRITTEN =
      Pattern.compile("(?:p?write(?:64|v)?|ftruncate)\\(\\d+<([^>]*)>.* = \\d+");
  private static final Pattern COPIED =
      Pattern.compile(
          "(?:sendfile(?:64)?\\(|copy_file_range\\(\\d+<[^>]*>, [^,]*, )\\d+<([^>]*)>.* = \\d+");
  private static final Pattern SYNCED = Pattern.compile("f(?:data)?sync\\(\\d+<([^>]*)>.* = 0");
  private static final Pattern NAMED =
      Pattern.compile("(rename|link)(?:at2?)?\\(.*?\"([^\"]*)\".*?\"([^\"]*)\".* = 0");
  private static final Pattern DELETED =
      Pattern.compile("(?:unlink|rmdir)(?:at)?\\(.*?\"([^\"]*)\".* = 0");
  private static final Pattern LOOKED = Pattern.compile(".*\"([^\"]*)/" + RETURNED + "\".*");

  private final String root;
  private final Set<String> contents = new TreeSet<>();
  private final Set<String> names = new TreeSet<>();
  private final Map<String, String> unfinished = new HashMap<>();
  private final Map<String, List<String>> notOnDisk = new HashMap<>();

  DurabilityTrace(String root, List<String> lines) {
    this.root = root;
    lines.forEach(this::line);
  }

  /**
   * The contents and names not on disk, of each write that has returned, by the folder below which
   * it was.
   */
  Map<String, List<String>> notOnDisk() {
    return notOnDisk;
  }

  /** {@code PID CALL(...) = RESULT}; what another thread interrupted is two lines. */
  private void line(String line) {
    String[] parts = line.split(" +", 2);
    String call = parts.length < 2 ? "" : parts[1];
    if (call.endsWith(" <unfinished ...>")) {
      unfinished.put(parts[0], call.replace(" <unfinished ...>", ""));
    } else if (call.startsWith("<... ")) {
      call(unfinished.getOrDefault(parts[0], "") + call.replaceFirst("<.*? resumed>", ""));
    } else {
      call(call);
    }
  }

  @SuppressWarnings("AssignmentExpression") // One pattern after the other.
  private void call(String call) {
    Matcher matcher = CREATED.matcher(call);
    if (matcher.matches()) {
      created(clean(matcher.group(1)));
    } else if ((matcher = FOLDER.matcher(call)).matches()) {
      created(clean(matcher.group(1)));
    } else if ((matcher = WRITTEN.matcher(call)).matches()
        || (matcher = COPIED.matcher(call)).matches()) {
      contents.add(matcher.group(1));
    } else if ((matcher = SYNCED.matcher(call)).matches()) {
      synced(matcher.group(1));
    } else if ((matcher = NAMED.matcher(call)).matches()) {
      named(matcher.group(1).equals("rename"), clean(matcher.group(2)), clean(matcher.group(3)));
    } else if ((matcher = DELETED.matcher(call)).matches()) {
      names.remove(clean(matcher.group(1)));
      contents.remove(clean(matcher.group(1)));
    } else if ((matcher = LOOKED.matcher(call)).matches()) {
      returned(matcher.group(1));
    }
  }

  /** Notes a new name. Other writes, such as those of Java itself, are not looked at. */
  private void created(String path) {
    if (path.startsWith(root + "/")) {
      names.add(path);
    }
  }

  private static String clean(String path) {
    return path.replace("/./", "/");
  }

  private void synced(String path) {
    contents.remove(path);
    names.removeIf(name -> name.substring(0, name.lastIndexOf('/')).equals(path));
  }

  private void named(boolean moved, String from, String to) {
    created(to);
    if (contents.contains(from)) {
      contents.add(to);
    } else {
      contents.remove(to);
    }
    if (moved) {
      contents.remove(from);
      names.remove(from);
    }
  }

  private void returned(String folder) {
    List<String> left = new ArrayList<>();
    contents.stream()
        .filter(each -> below(folder, each))
        .forEach(each -> left.add("content of " + each));
    names.stream().filter(each -> below(folder, each)).forEach(each -> left.add("name of " + each));
    notOnDisk.put(
        folder.substring(root.length() + 1),
        left.stream().map(each -> each.replace(folder, "")).toList());
  }

  private static boolean below(String folder, String path) {
    return path.startsWith(folder + "/") && !path.contains("/from/") && !path.endsWith("/from");
  }
}
