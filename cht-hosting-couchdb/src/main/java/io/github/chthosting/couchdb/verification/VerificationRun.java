package io.github.chthosting.couchdb.verification;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.operation.WorkContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** One verification: databases one after the other. */
final class VerificationRun {
  private final Settings settings;
  private final Pairs pairs;

  record Settings(
      Predicate<String> chosen,
      UnaryOperator<String> names,
      boolean contents,
      Optional<Path> file) {}

  /** Compares one database. */
  interface Check {
    DatabaseReport run(WorkContext context, Optional<DatabaseReport> earlier) throws Exception;
  }

  /** One database to compare. */
  record Pair(String source, Check check) {}

  /** All databases to compare, and what only the target has. */
  record Found(List<Pair> pairs, List<String> extra) {}

  /** Asked when the verification starts. */
  private interface Pairs {
    Found find();
  }

  private VerificationRun(Settings settings, Pairs pairs) {
    this.settings = settings;
    this.pairs = pairs;
  }

  static VerificationRun ofServers(CouchDb source, CouchDb target, Settings settings) {
    return new VerificationRun(
        settings,
        () -> {
          List<String> wanted =
              source.databases().stream().filter(settings.chosen).sorted().toList();
          List<Pair> pairs = new ArrayList<>();
          for (String name : wanted) {
            Database copy = target.database(settings.names.apply(name));
            pairs.add(pair(source.database(name), copy, settings));
          }
          return new Found(pairs, extra(target, wanted, settings));
        });
  }

  private static List<String> extra(CouchDb target, List<String> wanted, Settings settings) {
    TreeSet<String> extra = new TreeSet<>(target.databases());
    extra.removeAll(wanted.stream().map(settings.names).collect(Collectors.toSet()));
    extra.removeIf(name -> name.startsWith("_"));
    return List.copyOf(extra);
  }

  private static Pair pair(Database source, Database target, Settings settings) {
    DatabaseCheck check = new DatabaseCheck(source, target, settings.contents);
    return new Pair(source.name(), check::run);
  }

  static VerificationRun ofDatabases(Database source, Database target, Settings settings) {
    return new VerificationRun(
        settings, () -> new Found(List.of(pair(source, target, settings)), List.of()));
  }

  static VerificationRun ofBaseline(Baseline baseline, CouchDb now, Settings settings) {
    if (settings.contents) {
      throw new IllegalArgumentException("a baseline holds sums of revisions, and no contents");
    }
    return new VerificationRun(
        settings,
        () -> {
          List<Pair> pairs = new ArrayList<>();
          List<String> wanted = new ArrayList<>();
          for (Fingerprint one : baseline.databases()) {
            if (settings.chosen.test(one.database())) {
              Database copy = now.database(settings.names.apply(one.database()));
              BaselineCheck check = new BaselineCheck(one, copy);
              pairs.add(new Pair(one.database(), (context, earlier) -> check.run(context)));
              wanted.add(one.database());
            }
          }
          return new Found(pairs, extra(now, wanted, settings));
        });
  }

  VerificationReport run(WorkContext context) throws Exception {
    long started = System.nanoTime();
    ReportFile file = ReportFile.of(settings.file);
    Found found = pairs.find();
    List<DatabaseReport> reports = new ArrayList<>();
    VerificationReport report = report(reports, found, started);
    for (Pair pair : found.pairs()) {
      context.checkCancelled();
      reports.add(pair.check().run(context, file.earlier(pair.source())));
      report = report(reports, found, started);
      file.keep(report);
    }
    return report;
  }

  private static VerificationReport report(
      List<DatabaseReport> reports, Found found, long started) {
    Duration elapsed = Duration.ofNanos(System.nanoTime() - started);
    return new VerificationReport(reports, found.extra(), elapsed);
  }
}
