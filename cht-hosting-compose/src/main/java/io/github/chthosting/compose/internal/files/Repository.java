package io.github.chthosting.compose.internal.files;

import io.github.chthosting.compose.files.FileRepository;
import io.github.chthosting.compose.files.FileSnapshot;
import io.github.chthosting.compose.files.FileSnapshot.Part;
import io.github.chthosting.compose.files.FileTool;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A repository of copies, whichever command keeps it. */
public interface Repository {
  DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  Pattern LABEL = Pattern.compile("(.+-(\\d{8}T\\d{6}Z))\\.(views|databases|system)");

  /** A repository with the command that keeps it; reads the pass phrase now. */
  static Repository of(FileRepository repository) {
    return repository.tool() == FileTool.BORG
        ? new BorgRepository(repository)
        : new ResticRepository(repository);
  }

  /** Makes it, unless it is there. */
  void make();

  /** Returns what is in it by its label, {@code clinic-20261122T120000Z.views}, and its id. */
  Map<String, String> labels();

  /** Copies files and folders, whole or not at all. */
  void copy(String label, List<Path> paths);

  /** Brings all of one back, below {@code folder}. */
  void restore(String id, Path folder);

  /** Removes these, and frees what only they needed. */
  void forget(Collection<String> ids);

  /** Reads all of it, and compares it with its checksums. */
  void check();

  /** The copies in it, the oldest first; what others keep there is none. */
  default List<FileSnapshot> snapshots() {
    Map<String, Map<Part, String>> parts = new TreeMap<>();
    labels()
        .forEach(
            (label, id) -> {
              Matcher matcher = LABEL.matcher(label);
              if (matcher.matches()) {
                parts
                    .computeIfAbsent(matcher.group(1), name -> new EnumMap<>(Part.class))
                    .put(Part.valueOf(matcher.group(3).toUpperCase(Locale.ROOT)), id);
              }
            });
    List<FileSnapshot> all = new ArrayList<>();
    parts.forEach((name, ids) -> all.add(new FileSnapshot(name, made(name), ids)));
    all.sort(Comparator.comparing(FileSnapshot::made));
    return all;
  }

  private static Instant made(String name) {
    try {
      return STAMP.parse(name.substring(name.lastIndexOf('-') + 1), Instant::from);
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }
}
