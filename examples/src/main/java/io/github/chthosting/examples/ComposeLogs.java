package io.github.chthosting.examples;

import io.github.chthosting.platform.LogFeed;
import io.github.chthosting.platform.LogQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what the services of a CHT wrote, in the order of time, without its secrets. */
@Command(
    name = "compose-logs",
    mixinStandardHelpOptions = true,
    description = "shows the logs of a CHT, all services or some, without its secrets")
final class ComposeLogs implements Runnable {
  @Mixin private final PlatformOptions options = new PlatformOptions();

  @Parameters(index = "0", paramLabel = "PROJECT", description = "as compose-status names it")
  private String project = "";

  @Parameters(index = "1..*", paramLabel = "SERVICE", description = "default: all")
  private List<String> services = List.of();

  @Option(names = "--follow", description = "waits for more")
  private boolean follow;

  @Option(names = "--tail", defaultValue = "-1", description = "last lines of each service")
  private int tail = -1;

  @Option(names = "--minutes", description = "only of the last so many")
  private Optional<Integer> minutes = Optional.empty();

  @Option(names = "--grep", description = "only lines in which this regular expression is found")
  private Optional<String> pattern = Optional.empty();

  @Override
  public void run() {
    LogQuery query = LogQuery.all().services(services.toArray(String[]::new)).tail(tail);
    if (minutes.isPresent()) {
      query = query.since(Instant.now().minus(Duration.ofMinutes(minutes.get())));
    }
    query = pattern.isPresent() ? query.matching(Pattern.compile(pattern.get())) : query;
    try (LogFeed feed = options.instance(project).logs(follow ? query.following() : query)) {
      feed.forEachRemaining(System.out::println);
    }
  }
}
